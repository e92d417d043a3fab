package de.containerconf.postgresql.bench;

import de.containerconf.postgresql.testkit.KubernetesApi;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What to measure.
///
/// @param chosen numbers of objects; empty for all of them, and everything else too
/// @param real whether also against a real kube-apiserver
/// @param scale whether instead what the operator costs with many objects
/// @param fsync whether only with every commit on the disk, where numbers are chosen
record Options(List<Integer> chosen, boolean real, boolean fsync, boolean scale) {

    private static final String USAGE =
            "usage: ./dev bench [--objects N,... [--fsync]] [--real], or ./dev bench --scale [--objects N,...]";
    private static final String ASSETS = "KUBEBUILDER_ASSETS";
    private static final List<Integer> ALL = List.of(1, 100, 1_000);

    /// Three, to see whether the cost grows as the number does.
    private static final List<Integer> SIZES = List.of(100, 1_000, 10_000);

    /// With every commit on the disk, a thousand databases say no more than a hundred.
    private static final List<Integer> WITH_FSYNC = List.of(1, 100);

    Options {
        chosen = List.copyOf(chosen);
    }

    /// @throws IllegalArgumentException if they make no sense; the message is for people
    static Options parse(List<String> arguments, Map<String, String> environment) {
        List<Integer> objects = List.of();
        var real = false;
        var fsync = false;
        var scale = false;
        for (var each = arguments.iterator(); each.hasNext(); ) {
            switch (each.next()) {
                case "--objects" -> objects = numbers(each.hasNext() ? each.next() : null);
                case "--real" -> real = true;
                case "--fsync" -> fsync = true;
                case "--scale" -> scale = true;
                default -> throw new IllegalArgumentException(USAGE);
            }
        }
        if ((scale && (real || fsync)) || (fsync && objects.isEmpty())) {
            throw new IllegalArgumentException(USAGE);
        }
        if (real && environment.getOrDefault(ASSETS, "").isBlank()) {
            throw new IllegalArgumentException(
                    "--real needs the environment variable %s: a folder with etcd and kube-apiserver"
                            .formatted(ASSETS));
        }
        return new Options(objects, real, fsync, scale);
    }

    private static List<Integer> numbers(@Nullable String list) {
        if (list == null || !list.matches("[1-9][0-9]{0,4}(,[1-9][0-9]{0,4})*")) {
            throw new IllegalArgumentException(USAGE);
        }
        return List.of(list.split(",")).stream().map(Integer::valueOf).toList();
    }

    /// Whether everything is measured.
    boolean complete() {
        return chosen.isEmpty();
    }

    /// The servers to measure with.
    List<Setting> settings() {
        var settings = new ArrayList<Setting>();
        if (!fsync) {
            settings.add(Setting.USUAL);
        }
        if (real) {
            settings.add(new Setting(KubernetesApi.Kind.REAL, fsync));
        }
        if (fsync || complete()) {
            settings.add(new Setting(KubernetesApi.Kind.IN_PROCESS, true));
        }
        return settings;
    }

    /// The numbers of objects to measure there.
    List<Integer> objects(Setting setting) {
        if (!complete()) {
            return chosen;
        }
        return setting.fsync() ? WITH_FSYNC : ALL;
    }

    /// The numbers of objects for [#scale], ascending.
    List<Integer> sizes() {
        return complete() ? SIZES : chosen.stream().sorted().toList();
    }
}
