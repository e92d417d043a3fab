package de.containerconf.postgresql.controller.credentials;

import de.containerconf.postgresql.api.DatabaseName;
import de.containerconf.postgresql.api.database.Password;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/// What an application finds in its Secret: the keys of the Service Binding specification 1.1, and
/// what libpq and pgJDBC take as it is. Pure.
final class SecretData {

    static final String USERNAME = "username";
    static final String PASSWORD = "password";

    private static final String UNRESERVED =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private SecretData() {}

    static Map<String, String> of(
            Endpoint endpoint, DatabaseName database, String user, Password password) {
        var data = new HashMap<String, String>();
        var port = Integer.toString(endpoint.port());
        data.put("type", "postgresql");
        data.put("provider", "postgresql-operator");
        data.put("host", endpoint.host());
        data.put("port", port);
        data.put("database", database.value());
        data.put(USERNAME, user);
        data.put(PASSWORD, password.reveal());
        data.put("sslmode", endpoint.sslMode());
        data.put(
                "uri",
                "postgresql://%s:%s@%s:%s/%s?sslmode=%s"
                        .formatted(
                                encoded(user),
                                encoded(password.reveal()),
                                authority(endpoint.host()),
                                port,
                                encoded(database.value()),
                                endpoint.sslMode()));
        data.put(
                "jdbc-url",
                "jdbc:postgresql://%s:%s/%s?user=%s&password=%s&sslmode=%s"
                        .formatted(
                                authority(endpoint.host()),
                                port,
                                encoded(database.value()),
                                encoded(user),
                                encoded(password.reveal()),
                                endpoint.sslMode()));
        data.put(
                "pgpass",
                "%s:%s:%s:%s:%s\n"
                        .formatted(
                                escaped(endpoint.host()),
                                port,
                                escaped(database.value()),
                                escaped(user),
                                escaped(password.reveal())));
        endpoint.authorities().get().ifPresent(pem -> data.put("ca.crt", pem));
        return data;
    }

    /// RFC 3986: an IPv6 address stands in brackets.
    private static String authority(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }

    /// RFC 3986, section 2.1: every byte of UTF-8 that is not unreserved. Both libpq (documentation
    /// section 32.1.1.2) and pgJDBC decode that, whatever stands in it.
    private static String encoded(String text) {
        var encoded = new StringBuilder();
        for (var each : text.getBytes(StandardCharsets.UTF_8)) {
            if (UNRESERVED.indexOf((char) each) >= 0) {
                encoded.append((char) each);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(each));
            }
        }
        return encoded.toString();
    }

    /// As libpq reads its password file, documentation section 32.16.
    private static String escaped(String field) {
        return field.replace("\\", "\\\\").replace(":", "\\:");
    }
}
