package io.unstir.sampler.session;

/** What models were asked to run on, or how long a run was asked to take, can't be had, or nobody can tell what was asked for. */
public final class DeviceException extends RuntimeException {
    DeviceException(String message) {
        super(message);
    }
}
