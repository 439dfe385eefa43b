package io.unstir.gateway.webhooks;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** Where a webhook may be, as far as its text tells. */
public final class WebhookUrl {
    public static final int MAX_LENGTH = 2_048;
    public static final String LIMIT =
            "an absolute URL of at most %d ASCII characters: https, no user, no fragment, port 80, 443 or from 1024"
                    .formatted(MAX_LENGTH);

    private static final int FIRST_FREE_PORT = 1_024;
    private static final int LAST_PORT = 65_535;

    private WebhookUrl() {}

    /** What is wrong with it, to be read after the field's name; empty if nothing is. */
    public static Optional<String> complaint(String text) {
        if (text.length() > MAX_LENGTH || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            return Optional.of("must be at most %d visible ASCII characters".formatted(MAX_LENGTH));
        }
        try {
            return complaint(new URI(text).parseServerAuthority());
        } catch (URISyntaxException e) {
            return Optional.of("is no URL");
        }
    }

    private static Optional<String> complaint(URI url) {
        if (!"https".equalsIgnoreCase(url.getScheme()) && !"http".equalsIgnoreCase(url.getScheme())) {
            return Optional.of("must begin with https://");
        }
        if (url.getHost() == null || url.getHost().contains("%")) {
            return Optional.of("must name a host");
        }
        if (url.getRawUserInfo() != null) {
            return Optional.of("must not name a user");
        }
        if (url.getRawFragment() != null) {
            return Optional.of("must not have a fragment");
        }
        return isUsual(url.getPort()) ? Optional.empty() : Optional.of("must use port 80, 443 or one from 1024");
    }

    /** Below are the ports of services that are no web servers. */
    private static boolean isUsual(int port) {
        return port == -1 || port == 80 || port == 443 || port >= FIRST_FREE_PORT && port <= LAST_PORT;
    }
}
