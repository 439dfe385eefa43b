package io.unstir.gateway.images;

import io.unstir.gateway.problem.FieldError;
import io.unstir.gateway.problem.ProblemCode;
import io.unstir.gateway.problem.ProblemException;
import java.util.regex.Pattern;

/** How an image is named: by the SHA-256 of its file. */
public final class ImageDigest {
    public static final Pattern PATTERN = Pattern.compile("[0-9a-f]{64}");
    public static final String LIMIT = "64 hexadecimal digits, lower case";

    private ImageDigest() {}

    /** Ends the request where the path's {@code sha256} is no digest. */
    public static void require(String sha256) {
        if (!PATTERN.matcher(sha256).matches()) {
            throw new ProblemException(
                    ProblemCode.INVALID_REQUEST, new FieldError("sha256", sha256, LIMIT, "sha256 must be " + LIMIT));
        }
    }
}
