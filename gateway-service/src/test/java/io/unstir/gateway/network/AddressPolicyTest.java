package io.unstir.gateway.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No connection is made here: what may be reached is decided before there is one. */
class AddressPolicyTest {
    private static final AddressPolicy PUBLIC_ONLY = new AddressPolicy(List.of());

    @ParameterizedTest
    @CsvSource(textBlock = """
            0.0.0.0,                 unspecified
            0.1.2.3,                 this network
            10.0.0.1,                private
            10.255.255.255,          private
            100.64.0.1,              carrier-grade NAT
            100.127.255.254,         carrier-grade NAT
            127.0.0.1,               loopback
            127.255.255.254,         loopback
            169.254.0.1,             link-local
            169.254.169.254,         metadata of clouds
            172.16.0.1,              private
            172.31.255.255,          private
            192.0.0.8,               protocol assignments
            192.0.2.1,               documentation
            192.88.99.1,             6to4 relay
            192.168.1.1,             private
            198.18.0.1,              benchmarks
            198.19.255.255,          benchmarks
            198.51.100.7,            documentation
            203.0.113.9,             documentation
            224.0.0.1,               multicast
            239.255.255.255,         multicast
            240.0.0.1,               reserved
            255.255.255.255,         broadcast
            ::,                      unspecified
            ::1,                     loopback
            ::127.0.0.1,             compatible with loopback
            ::8.8.8.8,               compatible addresses are no longer in use
            ::ffff:127.0.0.1,        mapped loopback
            ::ffff:10.0.0.1,         mapped private
            ::ffff:169.254.169.254,  mapped metadata
            64:ff9b::7f00:1,         NAT64 to loopback
            64:ff9b::a00:1,          NAT64 to private
            64:ff9b:1::1,            local NAT64
            100::1,                  discard
            2001::1,                 Teredo
            2001:db8::1,             documentation
            2002:7f00:1::,           6to4 of loopback
            2002:c0a8:101::1,        6to4 of private
            3fff::1,                 documentation
            5f00::1,                 segment routing
            fc00::1,                 unique local
            fd12:3456:789a::1,       unique local
            fe80::1,                 link-local
            febf::1,                 link-local
            fec0::1,                 site-local
            ff02::1,                 multicast
            ff0e::1,                 multicast
            """)
    void whatIsNotPublicIsNotReached(String address, String why) {
        assertThat(PUBLIC_ONLY.allows(InetAddress.ofLiteral(address))).as(why).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "100.63.255.255",
                "100.128.0.1",
                "172.15.255.255",
                "172.32.0.1",
                "192.167.255.255",
                "198.20.0.1",
                "223.255.255.255",
                "::ffff:8.8.8.8",
                "64:ff9b::808:808",
                "2002:808:808::1",
                "2001:4860:4860::8888",
                "2606:4700:4700::1111"
            })
    void whatIsPublicIsReached(String address) {
        assertThat(PUBLIC_ONLY.allows(InetAddress.ofLiteral(address))).isTrue();
    }

    @Test
    void anOperatorsNetworkIsReachedAndItsNeighbourIsNot() {
        // Given
        var policy = new AddressPolicy(List.of(Network.parse("10.1.0.0/16"), Network.parse("fd00:1::/32")));

        // Then
        assertThat(policy.allows(InetAddress.ofLiteral("10.1.255.1"))).isTrue();
        assertThat(policy.allows(InetAddress.ofLiteral("10.2.0.1"))).isFalse();
        assertThat(policy.allows(InetAddress.ofLiteral("fd00:1::7"))).isTrue();
        assertThat(policy.allows(InetAddress.ofLiteral("fd00:2::7"))).isFalse();
    }

    @Test
    void aHostIsReachedOnlyAtThoseOfItsAddressesThatArePublic() throws Exception {
        // Given
        var hosts = new PublicHosts(PUBLIC_ONLY, _ ->
                new InetAddress[] {InetAddress.ofLiteral("10.0.0.1"), InetAddress.ofLiteral("8.8.8.8")});

        // When
        var reachable = hosts.resolve("mixed.example", 443);

        // Then
        assertThat(reachable).singleElement().satisfies(address -> {
            assertThat(address.getAddress()).isEqualTo(InetAddress.ofLiteral("8.8.8.8"));
            assertThat(address.getPort()).isEqualTo(443);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"2130706433", "127.1", "localhost", "[::1]", "0"})
    void otherSpellingsOfLoopbackAreNotReached(String host) {
        var hosts = new PublicHosts(PUBLIC_ONLY);
        assertThatThrownBy(() -> hosts.resolve(host)).isInstanceOf(UnknownHostException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "example.org/8", "fc00::/129", "/8", "10.0.0.0/x"})
    void whatIsNoNetworkIsRefused(String text) {
        assertThatThrownBy(() -> Network.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
