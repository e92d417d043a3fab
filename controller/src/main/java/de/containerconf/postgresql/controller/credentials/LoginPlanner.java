package de.containerconf.postgresql.controller.credentials;

import de.containerconf.postgresql.api.Desired;
import de.containerconf.postgresql.api.database.LoginState;
import de.containerconf.postgresql.api.database.SessionPolicy;
import de.containerconf.postgresql.controller.plan.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides what becomes of the logins of an object. Pure: time comes in with the question.
///
/// The Secret says which login is the current one. What is older was replaced: it is kept as long
/// as applications need to notice, then until nobody is connected as it, and no longer than the
/// grace. What is newer never came into the Secret. There are two at most, so a login is made only
/// when one at most is left.
final class LoginPlanner {

    /// A mounted Secret reaches its pods within about a minute and a half: the kubelet looks once a
    /// minute, and keeps what it saw for a while.
    static final Duration NOTICE = Duration.ofMinutes(2);

    private LoginPlanner() {}

    /// The plan where a Secret is asked for.
    ///
    /// @param logins those of the object, the oldest first
    /// @param key [de.containerconf.postgresql.api.database.Password#key] of the password that the
    ///   Secret holds; null: none
    /// @param grace how long a replaced login is kept at most
    static LoginPlan plan(
            Desired.Present desired,
            List<LoginState> logins,
            @Nullable String key,
            Instant now,
            Duration grace) {
        var index = indexOf(logins, key);
        return index < 0 ? anew(logins) : keep(desired, logins, index, now, grace);
    }

    /// The plan where no Secret is asked for any more.
    static LoginPlan none(List<LoginState> logins) {
        return new LoginPlan(List.of(), false, null, dropped(logins, SessionPolicy.WAIT));
    }

    /// The plan as far as it can be told without the Secret: it holds the latest login.
    static LoginPlan unseen(
            Desired.Present desired, List<LoginState> logins, Instant now, Duration grace) {
        return plan(
                desired,
                logins,
                logins.isEmpty() ? null : logins.getLast().claim().key(),
                now,
                grace);
    }

    /// Nobody can tell the password of any login that there is; who learnt it before has the usual
    /// grace with the latest.
    private static LoginPlan anew(List<LoginState> logins) {
        return new LoginPlan(
                logins.isEmpty()
                        ? List.of()
                        : dropped(logins.subList(0, logins.size() - 1), SessionPolicy.TERMINATE),
                true,
                null,
                List.of());
    }

    private static LoginPlan keep(
            Desired.Present desired,
            List<LoginState> logins,
            int index,
            Instant now,
            Duration grace) {
        var current = logins.get(index);
        var first = new ArrayList<Step>();
        var later = new ArrayList<Step>();
        restore(desired, current, first);
        // Most likely half made. Should somebody use it all the same, it is not taken from him.
        later.addAll(dropped(logins.subList(index + 1, logins.size()), SessionPolicy.WAIT));
        var replaced = logins.subList(0, index);
        var age = Duration.between(current.claim().issued(), now);
        if (age.compareTo(grace) >= 0) {
            later.addAll(dropped(replaced, SessionPolicy.TERMINATE));
        } else {
            replaced.forEach(each -> restore(desired, each, first));
            if (age.compareTo(NOTICE) >= 0) {
                later.addAll(dropped(replaced, SessionPolicy.WAIT));
            }
        }
        return new LoginPlan(
                first, logins.size() == 1 && isDue(desired, current, now), current, later);
    }

    private static void restore(Desired.Present desired, LoginState login, List<Step> steps) {
        if (!login.serves(desired.database().value(), desired.owner().value())) {
            steps.add(new Step.RestoreLogin(login, desired.owner(), desired.database()));
        }
    }

    private static boolean isDue(Desired.Present desired, LoginState current, Instant now) {
        var issued = current.claim().issued();
        var secret = desired.secret();
        var after = secret == null ? null : secret.rotateAfter();
        var at = desired.rotateAt();
        return (after != null && !now.isBefore(issued.plus(after)))
                || (at != null && !now.isBefore(at) && issued.isBefore(at));
    }

    private static int indexOf(List<LoginState> logins, @Nullable String key) {
        for (var index = logins.size() - 1; index >= 0; index--) {
            if (logins.get(index).claim().key().equals(key)) {
                return index;
            }
        }
        return -1;
    }

    private static List<Step> dropped(List<LoginState> logins, SessionPolicy sessions) {
        return logins.stream().<Step>map(each -> new Step.DropLogin(each, sessions)).toList();
    }
}
