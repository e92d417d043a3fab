import java.util.zip.ZipFile;

/// Copies the licences and notices that libraries carry with them into the image, a folder a jar.
///
/// Arguments: the folder of the folders of jars; the folder to write to.
void main(String[] arguments) throws IOException {
    var target = Path.of(arguments[1]);
    try (var files = Files.walk(Path.of(arguments[0]))) {
        for (var jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
            copy(jar, target.resolve(jar.getFileName().toString().replaceFirst("\\.jar$", "")));
        }
    }
}

void copy(Path jar, Path folder) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
        for (var entry : zip.stream().filter(each -> legal(each.getName())).toList()) {
            var file = folder.resolve(entry.getName().replaceFirst("^META-INF/", ""));
            Files.createDirectories(file.getParent());
            try (var content = zip.getInputStream(entry)) {
                Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}

boolean legal(String name) {
    return name.matches("(META-INF/)?(.*/)?(LICEN[SC]E|NOTICE|COPYING)(\\.(txt|md))?");
}
