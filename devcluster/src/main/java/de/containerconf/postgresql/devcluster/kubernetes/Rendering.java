package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import de.containerconf.postgresql.devcluster.kubernetes.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// In which form objects go out: as they are, as rows, or reduced to their metadata. Immutable.
///
/// @param include of a table: what of the objects comes with the rows
record Rendering(ResourceType type, Form form, String include) {

    private static final byte[] COMMA = {','};
    private static final byte[] END = ascii("]}");
    private static final byte[] LINE_END = ascii("}\n");

    /// What the header `Accept` can ask for.
    enum Form {
        OBJECT,
        TABLE,
        METADATA
    }

    static Rendering of(ResourceType type, ApiRequest request, String accept) {
        var first = accept.split(",", 2)[0];
        var form = Form.OBJECT;
        if (first.contains("as=Table")) {
            form = Form.TABLE;
        } else if (first.contains("as=PartialObjectMetadata")) {
            form = Form.METADATA;
        }
        return new Rendering(type, form, request.parameter("includeObject"));
    }

    /// One object.
    byte[] object(StoredObject stored) {
        var object = shown(stored);
        return switch (form) {
            case OBJECT -> object.bytes();
            case METADATA -> Json.bytes(Tables.metadata(object));
            case TABLE -> {
                var metadata =
                        Json.object("resourceVersion", Long.toString(object.resourceVersion()));
                yield Json.bytes(Tables.table(type, List.of(object), include, metadata));
            }
        };
    }

    private StoredObject shown(StoredObject stored) {
        return type.stored()
                ? stored
                : new StoredObject(type.conversion().fromStored(stored.json()));
    }

    /// A page of a list, in parts.
    List<byte[]> list(Paging.Page page) {
        var metadata = Json.object("resourceVersion", Long.toString(page.revision()));
        if (type.custom() && form == Form.OBJECT) {
            metadata.addProperty("continue", "");
        }
        if (page.token() != null) {
            metadata.addProperty("continue", page.token());
            metadata.addProperty("remainingItemCount", page.remaining());
        }
        if (form == Form.TABLE) {
            var shown = page.objects().stream().map(this::shown).toList();
            return List.of(Json.bytes(Tables.table(type, shown, include, metadata)));
        }
        var reduced = form == Form.METADATA;
        var parts = new ArrayList<byte[]>(2 * page.objects().size() + 2);
        parts.add(
                ascii(
                        "{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"metadata\":%s,\"items\":["
                                .formatted(
                                        reduced ? "meta.k8s.io/v1" : type.groupVersion(),
                                        reduced ? "PartialObjectMetadataList" : type.listKind(),
                                        metadata)));
        var first = true;
        for (var object : page.objects()) {
            if (!first) {
                parts.add(COMMA);
            }
            first = false;
            parts.add(object(object));
        }
        parts.add(END);
        return parts;
    }

    /// One line of a watch.
    List<byte[]> event(String kind, byte[] object) {
        return List.of(ascii("{\"type\":\"" + kind + "\",\"object\":"), object, LINE_END);
    }

    /// The object of a bookmark: nothing but a resourceVersion.
    byte[] bookmark(long resourceVersion, boolean initialEventsEnd) {
        var metadata = Json.object("resourceVersion", Long.toString(resourceVersion));
        if (initialEventsEnd) {
            metadata.add("annotations", Json.object("k8s.io/initial-events-end", "true"));
        }
        if (form == Form.TABLE) {
            return Json.bytes(Tables.table(type, List.of(), include, metadata));
        }
        var reduced = form == Form.METADATA;
        JsonObject bookmark =
                Json.object(
                        "kind", reduced ? "PartialObjectMetadata" : type.kind(),
                        "apiVersion", reduced ? "meta.k8s.io/v1" : type.groupVersion(),
                        "metadata", metadata);
        return Json.bytes(bookmark);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
