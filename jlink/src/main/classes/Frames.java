import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Gives the classes of a jar for Java 5 what those for Java 8 have: the frames of their stacks
/// (JVM Specification, 4.7.4), without which the AOT cache cannot hold a class. What the code does
/// stays as it is.
///
/// Arguments: the jar; the jar to write.
void main(String[] arguments) throws IOException {
    var original = Path.of(arguments[0]);
    var target = Path.of(arguments[1]);
    Files.createDirectories(target.getParent());
    try (var classes = new URLClassLoader(new URL[] {original.toUri().toURL()}, null);
            var from = new ZipFile(original.toFile());
            var to = new ZipOutputStream(Files.newOutputStream(target))) {
        var format =
                ClassFile.of(
                        StackMapsOption.GENERATE_STACK_MAPS,
                        ClassHierarchyResolverOption.of(
                                ClassHierarchyResolver.ofResourceParsing(classes)));
        for (var entry : from.stream().toList()) {
            var content = from.getInputStream(entry).readAllBytes();
            // Copied with the time, so that the same jar comes of it each time.
            to.putNextEntry(entry(entry));
            to.write(entry.getName().endsWith(".class") ? framed(format, content) : content);
            to.closeEntry();
        }
    }
}

ZipEntry entry(ZipEntry original) {
    var entry = new ZipEntry(original.getName());
    entry.setTimeLocal(original.getTimeLocal());
    return entry;
}

byte[] framed(ClassFile format, byte[] content) {
    var model = format.parse(content);
    if (model.majorVersion() >= ClassFile.JAVA_6_VERSION) {
        return content;
    }
    return format.transformClass(
            model,
            ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
                    .andThen(
                            (builder, element) ->
                                    builder.with(
                                            element instanceof ClassFileVersion
                                                    ? ClassFileVersion.of(ClassFile.JAVA_8_VERSION, 0)
                                                    : element)));
}
