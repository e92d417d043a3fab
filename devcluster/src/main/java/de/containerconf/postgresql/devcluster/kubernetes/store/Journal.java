package de.containerconf.postgresql.devcluster.kubernetes.store;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/// Keeps objects in a folder: a snapshot, and a log of the writes since, one JSON document a line.
/// A killed process loses nothing that was answered; a half-written last line was not answered. A
/// power cut may lose the last writes, as nothing waits for the disk. Not thread-safe: the [Store]
/// writes under its lock.
final class Journal {

    private final Path snapshot;
    private final Path log;
    private final BufferedWriter writer;
    private final Map<String, Map<Key, JsonObject>> loaded = new HashMap<>();
    private long revision = 1;

    Journal(Path directory) throws IOException {
        Files.createDirectories(directory);
        snapshot = directory.resolve("objects.jsonl");
        log = directory.resolve("changes.jsonl");
        replay(snapshot);
        replay(log);
        // From here on the snapshot holds everything, so that a torn last line is gone for good.
        write(revision, loaded);
        // Not a channel: an interrupt, which ends a connection here, would close it.
        writer =
                new BufferedWriter(
                        new OutputStreamWriter(
                                new FileOutputStream(log.toFile(), true), StandardCharsets.UTF_8));
    }

    /// Hands over all objects.
    ///
    /// @return the last resourceVersion that was given away
    long load(BiConsumer<String, JsonObject> objects) {
        loaded.forEach(
                (storage, each) -> each.values().forEach(json -> objects.accept(storage, json)));
        loaded.clear();
        return revision;
    }

    private void replay(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (var lines = Files.lines(file)) {
            for (var line : (Iterable<String>) lines::iterator) {
                JsonElement entry;
                try {
                    entry = Json.parse(line);
                } catch (JsonParseException e) {
                    return;
                }
                replay(entry);
            }
        }
    }

    private void replay(JsonElement entry) {
        var at = Json.at(entry, "revision");
        revision = Math.max(revision, at == null ? 0 : at.getAsLong());
        if (!(Json.at(entry, "object") instanceof JsonObject object)) {
            return;
        }
        var stored = new StoredObject(object);
        revision = Math.max(revision, stored.resourceVersion());
        var objects = loaded.computeIfAbsent(Json.textAt(entry, "storage"), _ -> new HashMap<>());
        if (Json.isTrue(entry, "removed")) {
            objects.remove(stored.key());
        } else {
            objects.put(stored.key(), object);
        }
    }

    void put(String storage, StoredObject object) {
        append("{\"storage\":\"" + storage + "\",\"object\":", object);
    }

    void remove(String storage, StoredObject object) {
        append("{\"storage\":\"" + storage + "\",\"removed\":true,\"object\":", object);
    }

    private void append(String start, StoredObject object) {
        try {
            writer.write(start);
            writer.write(new String(object.bytes(), StandardCharsets.UTF_8));
            writer.write("}\n");
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(long now, Map<String, Map<Key, JsonObject>> objects) throws IOException {
        var next = snapshot.resolveSibling("objects.jsonl.new");
        try (var out = Files.newBufferedWriter(next, StandardCharsets.UTF_8)) {
            out.write("{\"revision\":" + now + "}\n");
            for (var each : objects.entrySet()) {
                for (var object : each.getValue().values()) {
                    var line = Json.object("storage", each.getKey(), "object", object);
                    out.write(new String(Json.bytes(line), StandardCharsets.UTF_8));
                    out.write('\n');
                }
            }
        }
        Files.move(
                next,
                snapshot,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(log, "");
    }

    void close(long now, Map<String, ObjectCollection> collections) throws IOException {
        writer.close();
        var objects = new HashMap<String, Map<Key, JsonObject>>();
        collections.forEach((storage, collection) -> {
            var all = objects.computeIfAbsent(storage, _ -> new HashMap<>());
            collection.list("").forEach(each -> all.put(each.key(), each.json()));
        });
        write(now, objects);
    }
}
