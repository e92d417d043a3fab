package de.containerconf.postgresql.devcluster.kubernetes.store;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import org.jspecify.annotations.Nullable;

/// One version of an object. Immutable: its tree is never changed, and its bytes are made once for
/// all lists and watches.
public final class StoredObject {

    private final Key key;
    private final long resourceVersion;
    private final JsonObject json;
    private final boolean incomplete;
    private volatile byte @Nullable [] bytes;

    /// Takes over a tree that nobody changes any more.
    public StoredObject(JsonObject json) {
        this(json, false);
    }

    /// Takes over a tree that nobody changes any more.
    ///
    /// @param incomplete whether defaults in it were filled in after it was written, so that etcd
    ///   has less: the next write stores them, even if it changes nothing
    public StoredObject(JsonObject json, boolean incomplete) {
        this.incomplete = incomplete;
        var metadata = json.getAsJsonObject("metadata");
        this.key = new Key(Json.textAt(metadata, "namespace"), Json.textAt(metadata, "name"));
        var version = Json.textAt(metadata, "resourceVersion");
        this.resourceVersion = version.isEmpty() ? 0 : Long.parseLong(version);
        this.json = json;
    }

    public Key key() {
        return key;
    }

    /// 0 for what was never stored.
    public long resourceVersion() {
        return resourceVersion;
    }

    /// The tree, not to be changed.
    public JsonObject json() {
        return json;
    }

    public JsonObject metadata() {
        return json.getAsJsonObject("metadata");
    }

    public String uid() {
        return Json.textAt(metadata(), "uid");
    }

    /// Whether deletion was asked for.
    public boolean deleting() {
        return metadata().has("deletionTimestamp");
    }

    /// Whether the next write stores something in any case.
    public boolean incomplete() {
        return incomplete;
    }

    /// As compact JSON. A race makes them twice, which does no harm.
    public byte[] bytes() {
        var made = bytes;
        if (made == null) {
            made = Json.bytes(json);
            bytes = made;
        }
        return made;
    }
}
