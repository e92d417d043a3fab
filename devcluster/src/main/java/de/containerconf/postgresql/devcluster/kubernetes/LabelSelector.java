package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonObject;
import de.containerconf.postgresql.devcluster.kubernetes.json.Json;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Label selectors: `a=b`, `a==b`, `a!=b`, `a`, `!a`, `a in (b,c)`, `a notin (b,c)`.
final class LabelSelector {

    private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");
    private static final Pattern SET = Pattern.compile("(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)");
    private static final Pattern EQUALITY =
            Pattern.compile("([^\\s=!]+)\\s*(==|=|!=)\\s*([^\\s=!]*)");
    private static final Pattern EXISTS = Pattern.compile("(!?)\\s*([^\\s=!(),]+)");

    private LabelSelector() {}

    static Predicate<JsonObject> parse(String text) {
        Predicate<JsonObject> all = _ -> true;
        if (text.isBlank()) {
            return all;
        }
        for (var part : COMMA.split(text, -1)) {
            all = all.and(requirement(part.strip()));
        }
        return all;
    }

    private static Predicate<JsonObject> requirement(String text) {
        var set = SET.matcher(text);
        if (set.matches()) {
            var values = Stream.of(set.group(3).split(",", -1)).map(String::strip).toList();
            return one(set.group(1), values, set.group(2).equals("in"));
        }
        var equality = EQUALITY.matcher(text);
        if (equality.matches()) {
            var values = List.of(equality.group(3));
            return one(equality.group(1), values, !equality.group(2).equals("!="));
        }
        var exists = EXISTS.matcher(text);
        if (exists.matches()) {
            var wanted = exists.group(1).isEmpty();
            var key = exists.group(2);
            return object -> labels(object).has(key) == wanted;
        }
        throw Failures.badRequest("unable to parse requirement: found '" + text + "'");
    }

    private static Predicate<JsonObject> one(String key, List<String> values, boolean wanted) {
        return object -> {
            var label = Json.stringAt(labels(object), key);
            return (label != null && values.contains(label)) == wanted;
        };
    }

    private static JsonObject labels(JsonObject object) {
        return Json.objectAt(object, "metadata", "labels");
    }
}
