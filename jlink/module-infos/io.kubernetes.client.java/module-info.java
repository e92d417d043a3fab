// jose4j: no kubeconfig loads without it, because KubeConfig registers the OIDC authenticator.
open module io.kubernetes.client.java {
    requires com.google.gson;
    requires gson.fire;
    requires io.kubernetes.client.java.api;
    requires java.logging;
    requires java.sql;
    requires okhttp3;
    requires okio;
    requires org.apache.commons.codec;
    requires org.apache.commons.io;
    requires org.apache.commons.lang3;
    requires org.jose4j;
    requires org.slf4j;
    requires org.yaml.snakeyaml;

    // For informers, and for copying files out of a pod: the operator does neither.
    requires static org.apache.commons.collections4;
    requires static org.apache.commons.compress;

    // Protobuf is an encoding of the built-in kinds, which the operator does not ask for. BouncyCastle is for SSLUtils,
    // which it does not call: it reads keys itself. The third has annotations.
    requires static com.google.protobuf;
    requires static io.kubernetes.client.java.proto;
    requires static jakarta.annotation;
    requires static org.bouncycastle.pkix;
    requires static org.bouncycastle.provider;

    exports io.kubernetes.client;
    exports io.kubernetes.client.apimachinery;
    exports io.kubernetes.client.informer;
    exports io.kubernetes.client.informer.cache;
    exports io.kubernetes.client.informer.exception;
    exports io.kubernetes.client.informer.impl;
    exports io.kubernetes.client.monitoring;
    exports io.kubernetes.client.persister;
    exports io.kubernetes.client.simplified;
    exports io.kubernetes.client.util;
    exports io.kubernetes.client.util.annotations;
    exports io.kubernetes.client.util.authenticators;
    exports io.kubernetes.client.util.conversion;
    exports io.kubernetes.client.util.credentials;
    exports io.kubernetes.client.util.exception;
    exports io.kubernetes.client.util.generic;
    exports io.kubernetes.client.util.generic.dynamic;
    exports io.kubernetes.client.util.generic.options;
    exports io.kubernetes.client.util.labels;
    exports io.kubernetes.client.util.okhttp;
    exports io.kubernetes.client.util.taints;
    exports io.kubernetes.client.util.version;
    exports io.kubernetes.client.util.wait;

    uses java.security.Provider;
}
