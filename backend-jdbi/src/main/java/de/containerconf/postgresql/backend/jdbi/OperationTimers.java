package de.containerconf.postgresql.backend.jdbi;

import de.containerconf.postgresql.api.database.DatabaseFailure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Times operations, and lets only failures of the SPI out. Thread-safe.
final class OperationTimers {

    /// What is timed.
    enum Operation {
        SERVER,
        CATALOG,
        LOOKUP,
        HOLDERS,
        CREATE_ROLE,
        CREATE_DATABASE,
        CHANGE_OWNER,
        CLOSE_DATABASE,
        CLAIM,
        RELEASE,
        DROP_DATABASE,
        DROP_ROLE,
        CREATE_LOGIN,
        RESTORE_LOGIN,
        DROP_LOGIN,
        DISCARD_UNFINISHED,
        PUT_BACK,
        END_OTHER_PROCESSES
    }

    private static final String DONE = "done";

    private final Map<Operation, Map<String, Timer>> timers = new EnumMap<>(Operation.class);

    /// Registers the series, at 0.
    OperationTimers(MeterRegistry meters) {
        for (var operation : Operation.values()) {
            timers.put(
                    operation,
                    Stream.of(
                                    DONE,
                                    "unavailable",
                                    "denied",
                                    "stale",
                                    "conflict",
                                    "in-use",
                                    "invalid",
                                    "fenced",
                                    "error")
                            .collect(
                                    Collectors.toUnmodifiableMap(
                                            result -> result,
                                            result -> timer(meters, operation, result))));
        }
    }

    void time(Operation operation, Runnable action) {
        time(
                operation,
                () -> {
                    action.run();
                    return true;
                });
    }

    <T> T time(Operation operation, Supplier<T> action) {
        var sample = Timer.start();
        var result = "error";
        try {
            var value = action.get();
            result = DONE;
            return value;
        } catch (DatabaseFailure failure) {
            result = result(failure);
            throw failure;
        } catch (StatementFailure failure) {
            var known = Failures.of(failure);
            result = result(known);
            throw known;
        } finally {
            sample.stop(
                    Objects.requireNonNull(
                            Objects.requireNonNull(timers.get(operation)).get(result)));
        }
    }

    private static String result(DatabaseFailure failure) {
        return switch (failure) {
            case DatabaseFailure.Unavailable unavailable -> "unavailable";
            case DatabaseFailure.Denied denied -> "denied";
            case DatabaseFailure.Stale stale -> "stale";
            case DatabaseFailure.Conflict conflict -> "conflict";
            case DatabaseFailure.InUse inUse -> "in-use";
            case DatabaseFailure.Invalid invalid -> "invalid";
            case DatabaseFailure.Fenced fenced -> "fenced";
        };
    }

    private static Timer timer(MeterRegistry meters, Operation operation, String result) {
        return Timer.builder("operator.database.operation")
                .description("Operations on the PostgreSQL server")
                .tag("operation", operation.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .tag("result", result)
                .register(meters);
    }
}
