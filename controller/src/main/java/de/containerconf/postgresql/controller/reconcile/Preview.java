package de.containerconf.postgresql.controller.reconcile;

import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.Catalog;
import de.containerconf.postgresql.api.database.ServerInfo;
import de.containerconf.postgresql.api.resource.Outcome;
import de.containerconf.postgresql.api.resource.Reason;
import de.containerconf.postgresql.controller.plan.Plan;
import de.containerconf.postgresql.controller.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What passes would do on the server, in the words of the status. Goes down the ladder of
/// [Reconciler], and does nothing. Pure.
public final class Preview {

    private final Plans plans;
    private final ServerInfo server;
    private final Catalog catalog;

    /// @param catalog all of the server
    public Preview(Plans plans, ServerInfo server, Catalog catalog) {
        this.plans = plans;
        this.server = server;
        this.catalog = catalog;
    }

    /// What is said of one object.
    ///
    /// @param changes in this order; none if the world is as it should be, or if nothing may be
    ///   done
    /// @param remarks why nothing is done, or what stays
    public record Words(List<String> changes, List<String> remarks) {

        public Words {
            changes = List.copyOf(changes);
            remarks = List.copyOf(remarks);
        }
    }

    /// For one object.
    public Words of(PostgreSQLConfig object) {
        if (object.deleting() && !object.held()) {
            return unchanged();
        }
        if (object.paused()) {
            return unchanged(Reason.PAUSED + ": nothing is done while it is paused.");
        }
        if (object.deleting() && object.abandoned()) {
            return unchanged("The object goes without touching the server: it is abandoned.");
        }
        if (object.deleting() && object.observing()) {
            return unchanged("The object goes, and nothing else: spec.mode is Observe.");
        }
        var plan = plans.of(object, server, catalog);
        return plans.instead(object, plan, catalog)
                .map(outcome -> unchanged(words(outcome)))
                .orElseGet(() -> changed(plan, plans.ahead(object, catalog)));
    }

    private static Words changed(Plan plan, Outlook.Ahead ahead) {
        var changes =
                Stream.concat(
                        plan.steps().stream().map(Step::description), ahead.changes().stream());
        var remarks =
                Stream.concat(
                        plan.notes().stream().map(Plan.Note::text),
                        Stream.ofNullable(ahead.refusal()).flatMap(each -> words(each).stream()));
        return new Words(changes.toList(), remarks.toList());
    }

    private static Words unchanged(String... remarks) {
        return unchanged(List.of(remarks));
    }

    private static Words unchanged(List<String> remarks) {
        return new Words(List.of(), remarks);
    }

    private static List<String> words(Outcome outcome) {
        var words = new ArrayList<String>();
        switch (outcome) {
            case Outcome.Done _ -> {
                // Nothing to say.
            }
            case Outcome.Drifted(var why, _) -> words.addAll(words(why));
            case Outcome.Rejected(var reason, var message) -> words.add(reason + ": " + message);
            case Outcome.Waiting(var reason, var message, _) -> words.add(reason + ": " + message);
        }
        return words;
    }
}
