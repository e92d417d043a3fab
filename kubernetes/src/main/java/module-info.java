/// The only module that sees the official Kubernetes client.
///
/// The client gives the connection: kubeconfig, TLS and HTTP. What goes over it is read and written
/// here, because the client's generated models refuse fields that they do not know.
@org.jspecify.annotations.NullMarked
module de.containerconf.postgresql.kubernetes {
    requires transitive de.containerconf.postgresql.api;
    requires transitive de.containerconf.postgresql.controller;
    requires com.google.gson;
    requires io.kubernetes.client.java;
    requires io.kubernetes.client.java.api;
    requires okhttp3;
    requires static transitive org.jspecify;
    requires org.yaml.snakeyaml;

    exports de.containerconf.postgresql.kubernetes to
            de.containerconf.postgresql.app;
}
