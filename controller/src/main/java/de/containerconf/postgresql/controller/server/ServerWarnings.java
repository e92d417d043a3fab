package de.containerconf.postgresql.controller.server;

import de.containerconf.postgresql.api.database.MissingRight;
import de.containerconf.postgresql.api.database.ServerInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an administrator should know of a server that was just reached. Pure.
final class ServerWarnings {

    private ServerWarnings() {}

    /// A sentence or two each.
    ///
    /// @param former what the server said of itself before the connection was lost; null: never
    static List<String> of(@Nullable ServerInfo former, ServerInfo info) {
        var warnings = new ArrayList<String>();
        if (former != null && !former.systemIdentifier().equals(info.systemIdentifier())) {
            warnings.add(
                    "This is another PostgreSQL server than before: its system identifier is %1$s, and was %2$s. What is missing here is not created anew without --accept-server %1$s."
                            .formatted(info.systemIdentifier(), former.systemIdentifier()));
        }
        if (info.major() < ServerInfo.OLDEST) {
            warnings.add(
                    "PostgreSQL %s is too old: the operator works with %d and later."
                            .formatted(info.versionWords(), ServerInfo.OLDEST));
        }
        info.missingRights().stream()
                .filter(MissingRight::needed)
                .map(each ->
                        "%s An administrator of the server must run: %s"
                                .formatted(each.message(), each.remedy()))
                .forEach(warnings::add);
        return warnings;
    }
}
