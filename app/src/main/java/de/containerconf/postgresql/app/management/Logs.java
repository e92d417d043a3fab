package de.containerconf.postgresql.app.management;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import de.containerconf.postgresql.app.settings.OperatorOptions.LogFormat;
import de.containerconf.postgresql.app.settings.OperatorOptions.LogLevel;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/// Sends all logging, whatever its interface, to the standard output.
public final class Logs {

    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %msg%n%ex";

    /// Their stories are not ours; what matters of them is told by our own code.
    private static final List<String> CHATTY =
            List.of("com.zaxxer.hikari", "org.jdbi", "org.postgresql", "io.kubernetes", "okhttp3");

    private Logs() {}

    /// Keeps still until the settings are known. Call first of all: unconfigured, everything goes
    /// to the standard output, what the JDK tells a debugger included, and so into what `crd`
    /// prints.
    public static void quiet() {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
    }

    /// Configures logging, once the settings are known.
    public static void configure(LogFormat format, LogLevel level) {
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        var appender = new ConsoleAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setEncoder(encoder(context, format));
        appender.start();
        var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(appender);
        context.getLogger("de.containerconf").setLevel(Level.toLevel(level.name()));
        CHATTY.forEach(name -> context.getLogger(name).setLevel(Level.ERROR));
        // Logs as an error what it then throws, for instance that a certificate is for another
        // host.
        context.getLogger("org.postgresql.ssl").setLevel(Level.OFF);
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogFormat format) {
        return switch (format) {
            case text -> {
                var encoder = new PatternLayoutEncoder();
                encoder.setContext(context);
                encoder.setPattern(PATTERN);
                encoder.start();
                yield encoder;
            }
            case json -> {
                var encoder = new JsonEncoder();
                encoder.setContext(context);
                encoder.setWithFormattedMessage(true);
                encoder.setWithMessage(false);
                encoder.setWithArguments(false);
                encoder.setWithContext(false);
                encoder.setWithSequenceNumber(false);
                encoder.setWithNanoseconds(false);
                encoder.start();
                yield encoder;
            }
        };
    }
}
