package de.containerconf.postgresql.kubernetes;

import de.containerconf.postgresql.api.ConnectionSecret;
import de.containerconf.postgresql.api.ObjectKey;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.PostgreSQLConfig.Spec;
import de.containerconf.postgresql.api.PostgreSQLConfig.Status;
import de.containerconf.postgresql.api.Violation;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one object, whatever an older, newer or foreign CRD has let through. Unknown fields are
/// passed over; a known one of a wrong type becomes a violation and is treated as absent. For one
/// object.
final class ConfigJson {

    /// No name is longer than 63 bytes. What is longer than this is not kept, so that one team
    /// cannot fill the memory of all.
    private static final int MAX_TEXT = 4_096;

    private final LenientJson json;
    private final Annotations annotations = new Annotations();
    private final List<String> finalizers = new ArrayList<>();
    private @Nullable String namespace;
    private @Nullable String name;
    private @Nullable String uid;
    private @Nullable String resourceVersion;
    private long generation;
    private @Nullable Instant creationTimestamp;
    private @Nullable Instant deletionTimestamp;
    private @Nullable String database;
    private @Nullable String owner;
    private @Nullable String deletionPolicy;
    private @Nullable String sessionPolicy;
    private @Nullable String adoptionPolicy;
    private @Nullable String mode;
    private ConnectionSecret.@Nullable Written connectionSecret;
    private Status status = Status.NONE;

    private ConfigJson(LenientJson json) {
        this.json = json;
    }

    /// @throws IOException if it is not an object, or does not say which: then nobody can tell what
    ///   is missing, and an answer with such an object is not complete
    static PostgreSQLConfig read(LenientJson json) throws IOException {
        return new ConfigJson(json).read();
    }

    private PostgreSQLConfig read() throws IOException {
        json.takeUnreadable();
        var unreadable = new ArrayList<Violation>();
        json.object(
                "object",
                field -> {
                    switch (field) {
                        case "metadata" -> json.object(field, this::metadata);
                        case "spec" -> json.object(field, this::spec);
                        case "status" -> {
                            unreadable.addAll(json.takeUnreadable());
                            status = new StatusJson(json).read();
                            // Written by the operator only: nobody could correct the object.
                            json.takeUnreadable();
                        }
                        default -> json.skip();
                    }
                });
        unreadable.addAll(json.takeUnreadable());
        if (namespace == null || name == null || uid == null) {
            throw new IOException("an object without metadata.namespace, name or uid");
        }
        return new PostgreSQLConfig(
                new ObjectKey(namespace, name),
                uid,
                resourceVersion == null ? "" : resourceVersion,
                generation,
                creationTimestamp == null ? Instant.EPOCH : creationTimestamp,
                deletionTimestamp,
                finalizers,
                annotations.kept(),
                new Spec(
                        database,
                        owner,
                        deletionPolicy,
                        sessionPolicy,
                        adoptionPolicy,
                        mode,
                        connectionSecret),
                status,
                unreadable);
    }

    private void metadata(String field) throws IOException {
        var path = "metadata." + field;
        switch (field) {
            case "namespace" -> namespace = json.text(path);
            case "name" -> name = json.text(path);
            case "uid" -> uid = json.text(path);
            case "resourceVersion" -> resourceVersion = json.text(path);
            case "generation" -> generation = json.number(path, 0);
            case "creationTimestamp" -> creationTimestamp = json.time(path);
            case "deletionTimestamp" -> deletionTimestamp = json.time(path);
            case "finalizers" ->
                    json.list(
                            path,
                            () -> {
                                var finalizer = json.text(path);
                                if (finalizer != null) {
                                    finalizers.add(finalizer);
                                }
                            });
            case "annotations" ->
                    json.object(path, key -> annotations.add(key, json.text(path + "." + key)));
            default -> json.skip();
        }
    }

    private void spec(String field) throws IOException {
        switch (field) {
            case "database" -> database = specText("spec.database");
            case "owner" -> owner = specText("spec.owner");
            case "deletionPolicy" -> deletionPolicy = specText("spec.deletionPolicy");
            case "sessionPolicy" -> sessionPolicy = specText("spec.sessionPolicy");
            case "adoptionPolicy" -> adoptionPolicy = specText("spec.adoptionPolicy");
            case "mode" -> mode = specText("spec.mode");
            case "connectionSecret" -> {
                var secret = new ConnectionSecretJson(json);
                if (json.object("spec.connectionSecret", secret::field)) {
                    connectionSecret = secret.written();
                }
            }
            default -> json.skip();
        }
    }

    private @Nullable String specText(String path) throws IOException {
        var text = json.text(path);
        return text == null || text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }
}
