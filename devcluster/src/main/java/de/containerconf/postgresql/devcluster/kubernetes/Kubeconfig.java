package de.containerconf.postgresql.devcluster.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How clients find the server. It lets everybody in: the token is there because clients want one.
final class Kubeconfig {

    private Kubeconfig() {}

    static void write(Path file, String url) throws IOException {
        Files.writeString(
                file,
                """
                apiVersion: v1
                kind: Config
                current-context: dev
                clusters:
                - name: dev
                  cluster: {server: "%s"}
                contexts:
                - name: dev
                  context: {cluster: dev, user: developer, namespace: default}
                users:
                - name: developer
                  user: {token: development}
                """
                        .formatted(url));
    }
}
