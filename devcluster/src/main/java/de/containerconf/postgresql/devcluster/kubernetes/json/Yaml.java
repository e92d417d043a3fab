package de.containerconf.postgresql.devcluster.kubernetes.json;

import com.google.gson.JsonElement;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;
import org.yaml.snakeyaml.resolver.Resolver;

/// YAML as JSON trees. Dates stay text, as JSON has none.
public final class Yaml {

    private Yaml() {}

    /// Reads one document.
    ///
    /// @throws org.yaml.snakeyaml.error.YAMLException if it is none
    public static JsonElement parse(String text) {
        return Json.element(reader().load(text));
    }

    /// Reads all documents, without the empty ones.
    ///
    /// @throws org.yaml.snakeyaml.error.YAMLException if it is none
    public static List<JsonElement> parseAll(String text) {
        var documents = new ArrayList<JsonElement>();
        for (var document : reader().loadAll(text)) {
            if (document != null) {
                documents.add(Json.element(document));
            }
        }
        return documents;
    }

    private static org.yaml.snakeyaml.Yaml reader() {
        var options = new LoaderOptions();
        var dumping = new DumperOptions();
        return new org.yaml.snakeyaml.Yaml(
                new SafeConstructor(options),
                new Representer(dumping),
                dumping,
                options,
                new WithoutTimestamps());
    }

    private static final class WithoutTimestamps extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, BOOL, "yYnNtTfFoO");
            addImplicitResolver(Tag.INT, INT, "-+0123456789");
            addImplicitResolver(Tag.FLOAT, FLOAT, "-+0123456789.");
            addImplicitResolver(Tag.MERGE, MERGE, "<");
            addImplicitResolver(Tag.NULL, NULL, "~nN\0");
            addImplicitResolver(Tag.NULL, EMPTY, null);
        }
    }
}
