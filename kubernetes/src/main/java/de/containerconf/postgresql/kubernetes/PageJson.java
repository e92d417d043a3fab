package de.containerconf.postgresql.kubernetes;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// One page of a list.
///
/// @param continuation how to ask for the next page; null: this is the last
record PageJson(
        List<PostgreSQLConfig> objects, String resourceVersion, @Nullable String continuation) {

    /// @throws IOException if it is anything but a whole page: that is never an empty list
    static PageJson read(LenientJson json) throws IOException {
        var objects = new ArrayList<PostgreSQLConfig>();
        var complete = new AtomicBoolean();
        var version = new AtomicReference<@Nullable String>();
        var continuation = new AtomicReference<@Nullable String>();
        json.object(
                "list",
                field -> {
                    switch (field) {
                        case "items" ->
                                complete.set(
                                        json.list(field, () -> objects.add(ConfigJson.read(json))));
                        case "metadata" ->
                                json.object(
                                        field,
                                        each -> {
                                            switch (each) {
                                                case "resourceVersion" ->
                                                        version.set(json.text(each));
                                                case "continue" ->
                                                        continuation.set(json.text(each));
                                                default -> json.skip();
                                            }
                                        });
                        default -> json.skip();
                    }
                });
        var found = version.get();
        if (!complete.get() || found == null || found.isEmpty()) {
            throw new IOException("the answer is not a list of objects");
        }
        var next = continuation.get();
        return new PageJson(objects, found, next == null || next.isEmpty() ? null : next);
    }
}
