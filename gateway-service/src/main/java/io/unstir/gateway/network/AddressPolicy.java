package io.unstir.gateway.network;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which addresses may be reached for a client: those of the public internet, and whatever networks an operator names.
 * What is not public stands in IANA's registries of special-purpose addresses.
 */
public record AddressPolicy(List<Network> allowed) {
    private static final List<Network> NOT_PUBLIC = networks(
            "0.0.0.0/8", // this host, this network
            "10.0.0.0/8", // private
            "100.64.0.0/10", // shared by a provider's customers
            "127.0.0.0/8", // loopback
            "169.254.0.0/16", // link-local, and where clouds keep their metadata
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments
            "192.0.2.0/24", // documentation
            "192.88.99.0/24", // relays to 6to4
            "192.168.0.0/16", // private
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4", // reserved, and broadcast
            "2001::/23", // protocol assignments, Teredo among them
            "2001:db8::/32", // documentation
            "3fff::/20"); // documentation

    /** All that is public in IPv6; loopback, link-local, unique local, multicast and mapped addresses are outside. */
    private static final Network PUBLIC_V6 = Network.parse("2000::/3");

    private static final Network NAT64 = Network.parse("64:ff9b::/96");
    private static final Network SIX_TO_FOUR = Network.parse("2002::/16");

    public AddressPolicy {
        allowed = List.copyOf(allowed);
    }

    public boolean allows(InetAddress address) {
        return allowed.stream().anyMatch(network -> network.contains(address)) || isPublic(address);
    }

    /** An address that leads to one of IPv4 is what that one is. Java itself makes mapped ones IPv4. */
    private static boolean isPublic(InetAddress address) {
        return embedded(address)
                .map(AddressPolicy::isPublic)
                .orElseGet(() -> (isV4(address) || PUBLIC_V6.contains(address))
                        && NOT_PUBLIC.stream().noneMatch(network -> network.contains(address)));
    }

    private static Optional<InetAddress> embedded(InetAddress address) {
        if (NAT64.contains(address)) {
            return Optional.of(v4(address, 12));
        }
        return SIX_TO_FOUR.contains(address) ? Optional.of(v4(address, 2)) : Optional.empty();
    }

    private static InetAddress v4(InetAddress address, int at) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(address.getAddress(), at, at + 4));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static boolean isV4(InetAddress address) {
        return address.getAddress().length == 4;
    }

    private static List<Network> networks(String... texts) {
        return Stream.of(texts).map(Network::parse).toList();
    }
}
