package de.containerconf.postgresql.kubernetes;

import io.kubernetes.client.openapi.ApiClient;
import java.util.HashMap;

/// The official client without its JSON: the 769 generated models, which loading that class would
/// pull in, are not used here. What goes through `JSON` must therefore not be called.
final class LeanApiClient extends ApiClient {

    private boolean complete;

    @Override
    protected void init() {
        verifyingSsl = true;
        setUserAgent(ApiServer.USER_AGENT);
        authentications = new HashMap<>();
    }

    /// Every setter applies the settings, and each time without a CA reads the JDK's whole trust
    /// store; once, at the end, is enough.
    @Override
    protected void applySslSettings() {
        if (complete) {
            super.applySslSettings();
        }
    }

    /// To be called once, when everything is set.
    void complete() {
        complete = true;
        applySslSettings();
    }
}
