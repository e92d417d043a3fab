package de.containerconf.postgresql.jlink;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What the image says about whose work is in it.
class LegalTest {

    private static final Path IMAGE = Path.of("target/postgresql-operator");

    @Test
    void theSbomListsExactlyWhatIsLinked() throws IOException {
        var listed = new TreeSet<String>();
        components().forEach(each -> listed.add(component(each).get("name").getAsString()));

        assertThat(listed).isEqualTo(linked());
    }

    @Test
    void everyLibraryHasItsLicence() throws IOException {
        for (var each : components()) {
            assertThat(component(each).has("licenses")).as(each.toString()).isTrue();
        }
    }

    @Test
    void theLicencesAndNoticesOfLibrariesAreThere() {
        assertThat(IMAGE.resolve("LICENSE")).exists();
        assertThat(IMAGE.resolve("legal/commons-lang3/NOTICE.txt")).content().contains("Apache");
        assertThat(IMAGE.resolve("legal/java.base/LICENSE")).exists();
    }

    private static Iterable<JsonElement> components() throws IOException {
        var sbom = JsonParser.parseString(Files.readString(IMAGE.resolve("sbom.cdx.json")));
        return sbom.getAsJsonObject().getAsJsonArray("components");
    }

    private static JsonObject component(JsonElement element) {
        return element.getAsJsonObject();
    }

    /// The artifacts of the jars that jlink was given.
    private static Set<String> linked() throws IOException {
        var found = new TreeSet<String>();
        for (var folder : Set.of("given", "described")) {
            try (var jars = Files.list(Path.of("target/modules", folder))) {
                found.addAll(
                        jars.map(jar -> jar.getFileName().toString())
                                .map(name -> name.replaceFirst("(-\\d.*)?\\.jar$", ""))
                                .collect(Collectors.toSet()));
            }
        }
        return found;
    }
}
