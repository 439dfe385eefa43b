package io.unstir.gateway.auth;

/** A way for a caller to prove who it is: what stands after {@code Authorization: Bearer}. */
public interface Credentials {
    /** Whether this gateway takes such credentials. */
    boolean isOn();

    /** Whether the text looks like such credentials, true or not. */
    boolean knows(String bearer);

    /**
     * Who brings it.
     *
     * @throws io.unstir.gateway.problem.ProblemException when it proves nothing
     */
    Caller caller(String bearer);
}
