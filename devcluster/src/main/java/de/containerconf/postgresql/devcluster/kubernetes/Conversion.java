package de.containerconf.postgresql.devcluster.kubernetes;

import com.google.gson.JsonObject;

/// Between the version of a kind that a client uses, and the one that is stored. Pure.
interface Conversion {

    /// The stored version itself.
    Conversion NONE =
            new Conversion() {
                @Override
                public JsonObject toStored(JsonObject object) {
                    return object;
                }

                @Override
                public JsonObject fromStored(JsonObject object) {
                    return object;
                }
            };

    /// As it is stored.
    ///
    /// @param object of the version that the client uses, not to be changed
    JsonObject toStored(JsonObject object);

    /// As the client gets it.
    ///
    /// @param object as it is stored, not to be changed
    JsonObject fromStored(JsonObject object);

    /// Between versions of a custom resource, with `strategy: None`: only the name differs.
    static Conversion rename(String stored, String used) {
        return new Conversion() {
            @Override
            public JsonObject toStored(JsonObject object) {
                return renamed(object, stored);
            }

            @Override
            public JsonObject fromStored(JsonObject object) {
                return renamed(object, used);
            }
        };
    }

    private static JsonObject renamed(JsonObject object, String apiVersion) {
        var copy = object.deepCopy();
        copy.addProperty("apiVersion", apiVersion);
        return copy;
    }
}
