package com.example.quota;

import de.containerconf.postgresql.api.RoleName;
import de.containerconf.postgresql.api.database.DatabaseFailure;
import de.containerconf.postgresql.api.database.DatabaseOps;
import de.containerconf.postgresql.api.database.NewDatabase;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/// Counts before a role gets one database more. All else is the other backend's.
record Quota(DatabaseOps other, int limit) implements InvocationHandler {

    static DatabaseOps before(DatabaseOps other, int limit) {
        return (DatabaseOps)
                Proxy.newProxyInstance(
                        Quota.class.getClassLoader(),
                        new Class<?>[] {DatabaseOps.class},
                        new Quota(other, limit));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "createDatabase" -> requireRoom(((NewDatabase) arguments[0]).owner());
            case "changeOwner" -> requireRoom((RoleName) arguments[1]);
            default -> {}
        }
        try {
            return method.invoke(other, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause(); // a DatabaseFailure, which the operator understands
        }
    }

    /// The message reaches the status of the object: it says what to do.
    private void requireRoom(RoleName owner) {
        var owned =
                other.catalog().databases().stream()
                        .filter(each -> each.owner().equals(owner.value()))
                        .count();
        if (owned >= limit) {
            throw new DatabaseFailure.Conflict(
                    "The role '%s' owns %d databases and may own %d: delete one, or name another owner."
                            .formatted(owner.value(), owned, limit),
                    null);
        }
    }
}
