open module io.kubernetes.client.java.api {
    requires com.google.gson;
    requires gson.fire;
    requires java.sql;
    requires okhttp3;
    requires okhttp3.logging;
    requires okio;
    requires org.apache.commons.lang3;

    // Annotations, and a serializer for those who use Jackson: nothing loads them at run time.
    requires static com.fasterxml.jackson.core;
    requires static com.fasterxml.jackson.databind;
    requires static io.swagger.annotations;
    requires static jakarta.annotation;

    exports io.kubernetes.client.common;
    exports io.kubernetes.client.custom;
    exports io.kubernetes.client.gson;
    exports io.kubernetes.client.openapi;
    exports io.kubernetes.client.openapi.apis;
    exports io.kubernetes.client.openapi.auth;
    exports io.kubernetes.client.openapi.models;
}
