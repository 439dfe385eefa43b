package io.unstir.gateway.network;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks hosts up and gives only addresses that may be reached. Whoever connects takes the address from here and looks nothing
 * up again, so a name that means another address a moment later leads nowhere.
 */
public record PublicHosts(AddressPolicy policy, Lookup lookup) implements DnsResolver {
    /** What the name system says. */
    public interface Lookup {
        InetAddress[] addresses(String host) throws UnknownHostException;
    }

    public PublicHosts(AddressPolicy policy) {
        this(policy, InetAddress::getAllByName);
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        var reachable = Stream.of(lookup.addresses(host)).filter(policy::allows).toArray(InetAddress[]::new);
        if (reachable.length == 0) {
            throw new AddressNotAllowed(host);
        }
        return reachable;
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        return Stream.of(resolve(host))
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
