package de.containerconf.postgresql.controller.credentials;

import de.containerconf.postgresql.api.database.LoginState;
import de.containerconf.postgresql.controller.plan.Step;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is to be done about the logins of one object.
///
/// @param first before the Secret is written
/// @param issue whether a new login is made then, and written into the Secret
/// @param current the login that the Secret holds if none is made; null: none
/// @param later once the Secret is written; a login that is in use may stay
record LoginPlan(List<Step> first, boolean issue, @Nullable LoginState current, List<Step> later) {

    LoginPlan {
        first = List.copyOf(first);
        later = List.copyOf(later);
    }

    /// Whether the logins are as they should be.
    boolean atRest() {
        return first.isEmpty() && !issue && later.isEmpty();
    }
}
