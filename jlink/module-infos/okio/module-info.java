open module okio {
    requires java.logging;
    requires kotlin.stdlib;

    exports okio;
    exports okio.internal;
}
