package de.containerconf.postgresql.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/// Runs the class once for each version of PostgreSQL and kind of [Login]: 18, and with
/// `OPERATOR_TEST_ALL` all that are to be had.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ClassTemplate
@ExtendWith(PostgresExtension.class)
public @interface EveryPostgres {

    /// Where the servers come from. Where that has none, the class is skipped.
    PostgresSource value() default PostgresSource.ANY;
}
