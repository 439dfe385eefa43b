package io.unstir.gateway.network;

import java.net.UnknownHostException;

/** A host has addresses, and none of them may be reached. */
public final class AddressNotAllowed extends UnknownHostException {
    AddressNotAllowed(String host) {
        super(host + " has no address that may be reached");
    }
}
