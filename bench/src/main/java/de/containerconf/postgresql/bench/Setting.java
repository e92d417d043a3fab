package de.containerconf.postgresql.bench;

import de.containerconf.postgresql.testkit.KubernetesApi;

/// The servers of a measurement.
///
/// @param fsync whether PostgreSQL waits until commits are on the disk
record Setting(KubernetesApi.Kind api, boolean fsync) {

    /// What everybody can measure.
    static final Setting USUAL = new Setting(KubernetesApi.Kind.IN_PROCESS, false);

    String apiName() {
        return switch (api) {
            case IN_PROCESS -> "in-process";
            case REAL -> "kube-apiserver";
        };
    }

    String fsyncName() {
        return fsync ? "on" : "off";
    }

    String name() {
        return "API server %s, fsync %s".formatted(apiName(), fsyncName());
    }
}
