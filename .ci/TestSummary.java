import java.nio.file.attribute.FileTime;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/// Prints what the XML reports of Surefire and Failsafe under the working directory say, and fails
/// unless tests ran and all of them passed.
///
/// Arguments: a file, older reports than which are another run's; the seconds that the run took.
void main(String[] arguments) throws Exception {
    FileTime start = Files.getLastModifiedTime(Path.of(arguments[0]));
    Duration time = Duration.ofSeconds(Long.parseLong(arguments[1]));

    List<Path> reports;
    try (Stream<Path> files = Files.find(Path.of(""), 5, (file, is) -> isReport(file)
            && is.lastModifiedTime().compareTo(start) >= 0)) {
        reports = files.sorted().toList();
    }

    int tests = 0;
    List<String> failures = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    SortedMap<String, Integer> skipped = new TreeMap<>();
    for (Path report : reports) {
        NodeList cases = DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder()
                .parse(report.toFile()).getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            Element test = (Element) cases.item(i);
            tests++;
            child(test, "failure").ifPresent(it -> failures.add(line(test, it)));
            child(test, "error").ifPresent(it -> errors.add(line(test, it)));
            child(test, "skipped").ifPresent(it -> skipped.merge(reason(it), 1, Integer::sum));
        }
    }

    failures.forEach(it -> IO.println("failure: " + it));
    errors.forEach(it -> IO.println("error: " + it));
    skipped.forEach((reason, count) -> IO.println("skipped " + count + ": " + reason));
    int skips = skipped.values().stream().mapToInt(Integer::intValue).sum();
    IO.println("tests %d, failures %d, errors %d, skipped %d, time %d min %02d s".formatted(
            tests, failures.size(), errors.size(), skips, time.toMinutes(), time.toSecondsPart()));
    if (tests == 0) {
        IO.println("no test ran");
    }
    System.exit(tests > 0 && failures.isEmpty() && errors.isEmpty() ? 0 : 1);
}

boolean isReport(Path file) {
    return file.getFileName().toString().matches("TEST-.*\\.xml")
            && file.getParent().getFileName().toString().matches("(surefire|failsafe)-reports");
}

Optional<Element> child(Element test, String name) {
    Node node = test.getElementsByTagName(name).item(0);
    return Optional.ofNullable((Element) node);
}

String line(Element test, Element problem) {
    String name = test.getAttribute("classname") + "." + test.getAttribute("name");
    return name + ": " + firstLine(message(problem));
}

/// The words of whoever skipped the test, without those that JUnit puts before them.
String reason(Element skip) {
    String reason = firstLine(message(skip))
            .replaceFirst("^[\\w.]+Exception: ", "").replaceFirst("^Assumption failed: ", "");
    int own = reason.indexOf(" ==> ");
    return own < 0 ? reason : reason.substring(own + " ==> ".length());
}

String message(Element element) {
    String message = element.getAttribute("message");
    return message.isBlank() ? element.getTextContent() : message;
}

String firstLine(String text) {
    String first = text.strip().lines().findFirst().orElse("no reason given");
    return first.length() <= 200 ? first : first.substring(0, 200) + "…";
}
