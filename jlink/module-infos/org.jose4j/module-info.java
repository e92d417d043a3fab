open module org.jose4j {
    requires org.slf4j;

    exports org.jose4j.base64url;
    exports org.jose4j.base64url.internal.apache.commons.codec.binary;
    exports org.jose4j.http;
    exports org.jose4j.jca;
    exports org.jose4j.json;
    exports org.jose4j.json.internal.json_simple;
    exports org.jose4j.json.internal.json_simple.parser;
    exports org.jose4j.jwa;
    exports org.jose4j.jwe;
    exports org.jose4j.jwe.kdf;
    exports org.jose4j.jwk;
    exports org.jose4j.jws;
    exports org.jose4j.jwt;
    exports org.jose4j.jwt.consumer;
    exports org.jose4j.jwx;
    exports org.jose4j.keys;
    exports org.jose4j.keys.resolvers;
    exports org.jose4j.lang;
    exports org.jose4j.mac;
    exports org.jose4j.zip;
}
