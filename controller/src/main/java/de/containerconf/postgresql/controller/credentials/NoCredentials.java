package de.containerconf.postgresql.controller.credentials;

import de.containerconf.postgresql.api.Desired;
import de.containerconf.postgresql.api.PostgreSQLConfig;
import de.containerconf.postgresql.api.database.Catalog;
import de.containerconf.postgresql.api.resource.Outcome;
import de.containerconf.postgresql.api.resource.Reason;
import de.containerconf.postgresql.api.resource.Resource;
import de.containerconf.postgresql.controller.reconcile.Outlook;
import de.containerconf.postgresql.controller.reconcile.Resync;

/// In the place of [CredentialsResource] where `--resources` leaves it out: nobody shall wait in
/// silence for a Secret that nobody writes. Thread-safe.
public final class NoCredentials implements Resource, Resync.Also, Outlook {

    private static final Outcome.Rejected DISABLED =
            new Outcome.Rejected(
                    Reason.CREDENTIALS_DISABLED,
                    "Nobody writes the Secret of spec.connectionSecret, because the operator runs without the resource 'credentials'. Whoever runs it must name that in --resources; or remove spec.connectionSecret.");

    @Override
    public Outcome ensureCreated(PostgreSQLConfig object) {
        return asks(object) ? DISABLED : Outcome.done();
    }

    @Override
    public Outcome ensureDeleted(PostgreSQLConfig object) {
        return Outcome.done();
    }

    /// Before the operator ran without it, the object may have been Ready.
    @Override
    public boolean differs(PostgreSQLConfig object, Catalog catalog) {
        return object.ready() && asks(object);
    }

    @Override
    public Ahead of(PostgreSQLConfig object, Catalog catalog) {
        return asks(object) ? Ahead.refused(DISABLED) : Ahead.NOTHING;
    }

    private static boolean asks(PostgreSQLConfig object) {
        return Desired.of(object) instanceof Desired.Present desired && desired.secret() != null;
    }
}
