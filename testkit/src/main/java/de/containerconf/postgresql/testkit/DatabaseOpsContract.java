package de.containerconf.postgresql.testkit;

/// What every backend owes to the operator: that nothing is touched that is not its own, that
/// failures are told apart, and that threads do not disturb each other. The author of one
/// implements this interface and says which:
///
/// ```java
/// @EveryPostgres
/// class MyBackendTest implements DatabaseOpsContract {
///     @Override
///     public DatabaseOpsProvider provider() {
///         return new MyBackendProvider();
///     }
/// }
/// ```
///
/// It cannot see what happens between two statements: a backend with statements of its own needs
/// tests of crashes and races besides.
public interface DatabaseOpsContract
        extends DatabaseLifeContract,
                ClaimContract,
                SessionContract,
                LoginContract,
                CatalogContract,
                FailureContract,
                ConcurrencyContract {}
