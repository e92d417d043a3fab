package de.containerconf.postgresql.devcluster.kubernetes;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// What a request asks for, as the audit log of an API server names it. Immutable.
///
/// @param verb `get`, `list`, `watch`, `create`, `update`, `patch`, `delete` or `deletecollection`;
///   of a path that is no resource the HTTP method in lower case
/// @param path as sent, without the query
/// @param group "" for the core group
/// @param resource such as `postgresqlconfigs`, or "" if the path is none of a resource
/// @param namespace "" for all, or for what has none
/// @param name "" for a collection
/// @param subresource such as `status`, or ""
/// @param query the first value of each parameter
/// @param userAgent who asks, or ""
public record ApiRequest(
        String verb,
        String path,
        String group,
        String version,
        String resource,
        String namespace,
        String name,
        String subresource,
        Map<String, String> query,
        String userAgent) {

    private static final List<String> NAMESPACE_SUBRESOURCES = List.of("status", "finalize");

    static ApiRequest parse(String method, URI uri, String userAgent) {
        var path = uri.getPath();
        var query = query(uri.getRawQuery());
        var segments = Stream.of(path.split("/", -1)).filter(each -> !each.isEmpty()).toList();
        var core = !segments.isEmpty() && segments.getFirst().equals("api");
        var named = !segments.isEmpty() && segments.getFirst().equals("apis");
        var start = core ? 2 : 3;
        if (!(core || named) || segments.size() <= start) {
            return new ApiRequest(
                    method.toLowerCase(Locale.ROOT),
                    path,
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    query,
                    userAgent);
        }
        var rest = segments.subList(start, segments.size());
        var namespace = "";
        if (rest.size() > 2
                && rest.getFirst().equals("namespaces")
                && !(rest.size() == 3 && NAMESPACE_SUBRESOURCES.contains(rest.get(2)))) {
            namespace = rest.get(1);
            rest = rest.subList(2, rest.size());
        }
        var name = rest.size() > 1 ? rest.get(1) : "";
        return new ApiRequest(
                verb(method, name, query),
                path,
                core ? "" : segments.get(1),
                segments.get(start - 1),
                rest.getFirst(),
                namespace,
                name,
                String.join("/", rest.subList(Math.min(2, rest.size()), rest.size())),
                query,
                userAgent);
    }

    private static String verb(String method, String name, Map<String, String> query) {
        return switch (method) {
            case "GET", "HEAD" -> {
                var watch = query.getOrDefault("watch", "");
                if (watch.equals("1") || watch.equals("true")) {
                    yield "watch";
                }
                yield name.isEmpty() ? "list" : "get";
            }
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> name.isEmpty() ? "deletecollection" : "delete";
            default -> method.toLowerCase(Locale.ROOT);
        };
    }

    private static Map<String, String> query(String raw) {
        var query = new LinkedHashMap<String, String>();
        if (raw != null) {
            for (var pair : raw.split("&", -1)) {
                var equals = pair.indexOf('=');
                var key = equals < 0 ? pair : pair.substring(0, equals);
                var value = equals < 0 ? "" : pair.substring(equals + 1);
                query.putIfAbsent(decoded(key), decoded(value));
            }
        }
        return query;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /// A parameter, or "".
    public String parameter(String key) {
        return query.getOrDefault(key, "");
    }

    boolean flag(String key) {
        var value = parameter(key);
        return value.equals("true") || value.equals("1");
    }
}
