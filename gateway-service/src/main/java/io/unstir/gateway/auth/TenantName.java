package io.unstir.gateway.auth;

import java.util.regex.Pattern;

/** What a tenant may be called. */
public final class TenantName {
    public static final Pattern PATTERN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    public static final String LIMIT = "1 to 64 letters, digits, dots, dashes and underscores, a letter or digit first";

    private TenantName() {}
}
