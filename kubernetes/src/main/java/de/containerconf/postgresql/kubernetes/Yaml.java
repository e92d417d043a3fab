package de.containerconf.postgresql.kubernetes;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// Reads YAML, of which JSON is a part, as JSON.
final class Yaml {

    private Yaml() {}

    /// All documents of a text, without those that are empty.
    ///
    /// @throws IOException if it is none; the message says where
    static List<JsonElement> documents(String text) throws IOException {
        var documents = new ArrayList<JsonElement>();
        var loader = new org.yaml.snakeyaml.Yaml(new SafeConstructor(new LoaderOptions()));
        try {
            for (var document : loader.loadAll(text)) {
                if (document != null) {
                    documents.add(new Gson().toJsonTree(document));
                }
            }
        } catch (YAMLException wrong) {
            throw new IOException(String.valueOf(wrong.getMessage()), wrong);
        }
        return documents;
    }
}
