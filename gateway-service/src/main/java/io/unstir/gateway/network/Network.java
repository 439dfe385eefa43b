package io.unstir.gateway.network;

import java.net.InetAddress;

/**
 * Addresses that begin with the same bits, such as {@code 10.0.0.0/8} or {@code fc00::/7}.
 *
 * @param length how many bits
 */
public record Network(InetAddress base, int length) {
    public Network {
        int bits = base.getAddress().length * Byte.SIZE;
        if (length < 0 || length > bits) {
            throw new IllegalArgumentException(
                    "a network of %s has 0 to %d bits, not %d".formatted(base.getHostAddress(), bits, length));
        }
    }

    /** Looks nothing up: only literal addresses are taken. */
    public static Network parse(String text) {
        int slash = text.indexOf('/');
        try {
            return new Network(
                    InetAddress.ofLiteral(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IllegalArgumentException("'%s' is no network such as 10.0.0.0/8".formatted(text), e);
        }
    }

    public boolean contains(InetAddress address) {
        byte[] mine = base.getAddress();
        byte[] other = address.getAddress();
        if (mine.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < length; bit++) {
            int mask = 0x80 >> bit % Byte.SIZE;
            if ((mine[bit / Byte.SIZE] & mask) != (other[bit / Byte.SIZE] & mask)) {
                return false;
            }
        }
        return true;
    }
}
