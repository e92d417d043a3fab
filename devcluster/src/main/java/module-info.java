/// Development only, never in the image: servers that run without containers.
@org.jspecify.annotations.NullMarked
module de.containerconf.postgresql.devcluster {
    requires com.google.gson;
    requires java.net.http;
    requires java.sql;
    requires jdk.httpserver;
    requires org.apache.commons.compress;
    requires static transitive org.jspecify;
    requires org.tukaani.xz;
    requires org.yaml.snakeyaml;

    exports de.containerconf.postgresql.devcluster;
    exports de.containerconf.postgresql.devcluster.kubernetes;
    exports de.containerconf.postgresql.devcluster.kubernetes.json to
            de.containerconf.postgresql.testkit;
    exports de.containerconf.postgresql.devcluster.postgres;
}
