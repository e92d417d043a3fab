package de.containerconf.postgresql.backend.jdbi;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a transaction needs to act for roles, without being superuser: memberships that it takes at
/// its begin and gives back before it commits, so that nobody else ever sees them.
///
/// @param roles sorted, so that two transactions never wait for each other in a circle
/// @param take statements for the begin
/// @param giveBack statements for the end, after which the memberships are exactly as they were
record Rights(List<String> roles, List<String> take, List<String> giveBack) {

    /// What is needed of a role.
    enum Need {
        /// To act on what the role owns: its rights must be inherited.
        ACT,
        /// To give something to the role: `SET ROLE` to it must be allowed.
        GIVE
    }

    /// None.
    static final Rights NONE = new Rights(List.of(), List.of(), List.of());

    /// To act on what one role owns.
    static SortedMap<String, Need> actFor(String role) {
        return new TreeMap<>(java.util.Map.of(role, Need.ACT));
    }

    /// What must be taken and given back in this server at this moment.
    static Rights of(ServerConnection connection, SortedMap<String, Need> needs) {
        if (connection.superuser()) {
            return NONE;
        }
        var major = connection.major();
        var memberships = connection.rows(RightsSql.read(major, needs.keySet()), Membership::read);
        var take = new ArrayList<String>();
        var giveBack = new ArrayList<String>();
        memberships.stream()
                .sorted(java.util.Comparator.comparing(Membership::role))
                .filter(membership ->
                        !membership.suffices(needs.getOrDefault(membership.role(), Need.ACT)))
                .filter(membership -> major >= 16 || !membership.member())
                .forEach(membership -> {
                    take.add(RightsSql.take(major, membership.role()));
                    giveBack.add(membership.restore());
                });
        return new Rights(List.copyOf(needs.keySet()), take, giveBack);
    }

    /// The statements, between taking and giving back.
    Stream<String> around(Stream<String> statements) {
        return Stream.of(take.stream(), statements, giveBack.stream()).flatMap(each -> each);
    }

    /// A role as seen from our login.
    ///
    /// @param member whether there is a membership that GRANT and REVOKE of ours would change
    private record Membership(
            String role,
            boolean inherits,
            boolean sets,
            boolean member,
            boolean inherit,
            boolean set) {

        static Membership read(ResultSet row, Object context) throws SQLException {
            return new Membership(
                    row.getString("role"),
                    row.getBoolean("inherits"),
                    row.getBoolean("sets"),
                    row.getBoolean("member"),
                    row.getBoolean("inherit"),
                    row.getBoolean("set"));
        }

        boolean suffices(Need need) {
            return need == Need.ACT ? inherits : sets;
        }

        String restore() {
            return member ? RightsSql.restore(role, inherit, set) : RightsSql.giveBack(role);
        }
    }
}
