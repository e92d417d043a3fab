package de.containerconf.postgresql.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// How soon one edit is Ready: `spec.owner` changes, and so does the owner of the database. One
/// after the other, from the request until a watch shows the object Ready for its new generation;
/// the bare statement, on a database of its own, is the baseline.
final class Edits {

    static final int COUNT = 400;
    private static final String OTHER = "editor";
    private static final String PLAIN = "plainedit";

    private final Stage stage;

    Edits(Stage stage) {
        this.stage = stage;
    }

    /// @param names of objects whose databases belong to the roles of their names, as they do again
    ///   afterwards
    Result run(List<String> names) {
        stage.databases().execute("CREATE ROLE " + OTHER);
        var result = new Result(plain(), edits(names));
        stage.databases().drop(List.of(OTHER));
        System.out.println("edits: " + result);
        return result;
    }

    private Latency edits(List<String> names) {
        var times = new ArrayList<Duration>();
        try (var watch = stage.objects().watch()) {
            for (var i = 0; i < COUNT; i++) {
                var name = names.get(i / 2 % names.size());
                var begin = System.nanoTime();
                stage.objects().changeOwner(name, i % 2 == 0 ? OTHER : name);
                var event = watch.next().getAsJsonObject("object");
                while (!Objects.settled(event)) {
                    event = watch.next().getAsJsonObject("object");
                }
                times.add(Duration.ofNanos(System.nanoTime() - begin));
            }
        }
        return Latency.of(times);
    }

    private Latency plain() {
        var times = new ArrayList<Duration>();
        try (var connection = stage.databases().connect();
                var statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + PLAIN);
            statement.execute("CREATE DATABASE %1$s OWNER %1$s".formatted(PLAIN));
            for (var i = 0; i < COUNT; i++) {
                var owner = i % 2 == 0 ? OTHER : PLAIN;
                var begin = System.nanoTime();
                statement.execute("ALTER DATABASE %s OWNER TO %s".formatted(PLAIN, owner));
                times.add(Duration.ofNanos(System.nanoTime() - begin));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        stage.databases().drop(List.of(PLAIN));
        return Latency.of(times);
    }

    /// Of the bare statement, and of the edit.
    record Result(Latency plain, Latency edit) {}
}
