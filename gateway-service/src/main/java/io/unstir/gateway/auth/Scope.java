package io.unstir.gateway.auth;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a caller may do. */
public enum Scope {
    /** Submit and cancel jobs, upload images. */
    SUBMIT,
    /** See jobs, images, models and trainings of the own tenant. */
    READ,
    /** Start and cancel trainings. */
    TRAIN,
    /** Make and revoke keys, retire models, retry and drop parked jobs. */
    ADMIN;

    /** As it stands in requests, keys and tokens, for example {@code submit}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for a word that is no scope. */
    public static Optional<Scope> parse(String text) {
        return Stream.of(values()).filter(scope -> scope.text().equals(text)).findFirst();
    }
}
