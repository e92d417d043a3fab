package de.containerconf.postgresql.controller.reconcile;

import static java.lang.System.Logger.Level.DEBUG;
import static java.util.concurrent.TimeUnit.NANOSECONDS;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.resource.Outcome;
import de.containerconf.postgresql.api.resource.Reason;
import de.containerconf.postgresql.controller.plan.Step;
import de.containerconf.postgresql.controller.port.ClusterFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/// Tells people what a pass is doing, if it takes so long that they might wonder. Thread-safe.
public final class Notices {

    /// How long a pass may take in silence.
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final System.Logger LOG = System.getLogger(Notices.class.getName());

    private final StatusWriter statuses;
    private final StepExecutor executor;
    private final Alarm alarm;

    public Notices(StatusWriter statuses, StepExecutor executor, Alarm alarm) {
        this.statuses = statuses;
        this.executor = executor;
        this.alarm = alarm;
    }

    /// Begins to watch over a pass. Until [Notice#end] nobody else may write the object.
    Notice begin(PostgreSQLConfig object) {
        var notice = new Notice(object);
        notice.cancel = alarm.after(PATIENCE, notice::tell);
        return notice;
    }

    /// What is said of one pass, at most once. Its lock keeps the two writers of the object apart:
    /// the alarm and, after the end, the pass.
    final class Notice {

        private PostgreSQLConfig object;
        private Runnable cancel = () -> {};
        private boolean over;

        private Notice(PostgreSQLConfig object) {
            this.object = object;
        }

        /// Says no more, and waits if something is just being said.
        ///
        /// @return the object as it is stored now
        synchronized PostgreSQLConfig end() {
            over = true;
            cancel.run();
            return object;
        }

        private synchronized void tell() {
            var step = executor.underWay(object);
            if (over || (told() && !(object.ready() && step.isPresent()))) {
                return;
            }
            try {
                object =
                        statuses.write(
                                object,
                                List.of(
                                        new Outcome.Waiting(
                                                object.deleting()
                                                        ? Reason.DELETING
                                                        : Reason.PROGRESSING,
                                                step.map(Step::description)
                                                        .map("This takes a while: %s."::formatted)
                                                        .orElse(
                                                                "The operator works on it; this takes longer than usual."),
                                                Duration.ZERO)));
            } catch (ClusterFailure | DatabaseFailure.Fenced failure) {
                LOG.log(DEBUG, "{0}: {1}", object.key(), failure.getMessage());
            }
        }

        /// Whether the status speaks of the present generation: it says more than we could.
        private boolean told() {
            return object.status().observedGeneration() == object.generation();
        }
    }

    /// Calls back after a time.
    public interface Alarm {

        /// On a thread of its own. That a pass begins and ends in time wakes nobody.
        static Alarm system() {
            var timer =
                    new ScheduledThreadPoolExecutor(
                            1, Thread.ofPlatform().daemon().name("notices").factory());
            timer.setRemoveOnCancelPolicy(true);
            return (delay, task) -> {
                var later =
                        timer.schedule(
                                () -> Thread.startVirtualThread(task),
                                delay.toNanos(),
                                NANOSECONDS);
                return () -> later.cancel(false);
            };
        }

        /// Begins to wait.
        ///
        /// @return takes the call back, if it is not too late
        Runnable after(Duration delay, Runnable task);
    }
}
