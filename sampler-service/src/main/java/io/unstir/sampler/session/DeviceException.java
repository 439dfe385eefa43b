package io.unstir.sampler.session;

/** The device that was asked for can't be used, or nobody can tell which one was asked for. */
public final class DeviceException extends RuntimeException {
    DeviceException(String message) {
        super(message);
    }
}
