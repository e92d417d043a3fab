package de.containerconf.postgresql.it.faults;

import de.containerconf.postgresql.devcluster.kubernetes.ApiRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// A random sequence of edits, faults of both servers and restarts of the operator; the seed
/// decides all of it but the moments at which the threads run.
final class Schedule {

    private static final int STEPS = 14;
    private static final int MAX_PAUSE_MILLIS = 120;
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final List<Integer> CODES = List.of(401, 403, 409, 410, 429, 500, 503, 504);

    private final Random random;
    private final World world;
    private final List<String> told = new ArrayList<>();

    Schedule(long seed, World world) {
        random = new Random(seed);
        this.world = world;
    }

    /// What was done, in order.
    List<String> told() {
        return told;
    }

    /// Does all of it, and ends the faults.
    void run() throws InterruptedException {
        for (var i = 0; i < STEPS; i++) {
            switch (random.nextInt(10)) {
                case 0, 1, 2, 3, 4 -> edit();
                case 5, 6 -> apiFault();
                case 7, 8 -> databaseFault();
                default -> restart();
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(MAX_PAUSE_MILLIS));
        }
        tell("heal");
        world.heal();
    }

    private void tell(String what) {
        told.add(what);
    }

    private void edit() {
        var name = pick(NAMES);
        var owner = world.database("") + pick(List.of("x", "y"));
        var policy = pick(List.of("Delete", "Delete", "Retain"));
        if (!world.names().contains(name)) {
            tell("create %s for %s, %s".formatted(name, owner, policy));
            world.create(name, owner, policy);
        } else if (random.nextInt(3) == 0) {
            tell("delete " + name);
            world.delete(name);
        } else {
            tell("edit %s for %s, %s".formatted(name, owner, policy));
            world.edit(name, owner, policy);
        }
    }

    private void apiFault() {
        var times = 1 + random.nextInt(4);
        var verb = pick(List.of("list", "watch", "get", "patch", "create", ""));
        Predicate<ApiRequest> match =
                request ->
                        !request.userAgent().equals("testkit")
                                && (verb.isEmpty() || request.verb().equals(verb));
        var faults = world.faults();
        var kind = random.nextInt(9);
        var code = pick(CODES);
        tell("API fault %d, %d times, verb '%s', code %d".formatted(kind, times, verb, code));
        switch (kind) {
            case 0, 1 -> faults.fail(times, match, code);
            case 2 -> faults.cut(times, match);
            case 3 -> faults.cutAnswers(times, match);
            case 4 -> faults.truncate(times, match, 1 + random.nextInt(300));
            case 5 -> faults.trickle(times, match, 200, Duration.ofMillis(10));
            case 6 -> faults.dropConnections();
            case 7 -> faults.expireHistory();
            default -> world.restartApiServer();
        }
    }

    private void databaseFault() {
        var proxy = world.proxy();
        var kind = random.nextInt(10);
        tell("database fault " + kind);
        switch (kind) {
            case 0 -> proxy.refuse();
            case 1 -> proxy.blackHole();
            case 2 -> proxy.slow(Duration.ofMillis(30));
            case 3 -> proxy.cut();
            case 4, 5 -> proxy.cutInsteadOfTheNextAnswer();
            case 6 -> world.wrongPassword();
            case 7 -> world.readOnly(true);
            case 8 -> world.connectionLimit(0);
            default -> world.heal();
        }
    }

    private void restart() {
        var crash = random.nextInt(3) > 0;
        tell(crash ? "crash" : "restart");
        world.restartOperator(crash);
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
