package io.creto.messaging.schemas;

/**
 * Name of an agent, {@code fleet/name} (architecture §3): fleet {@code [a-z0-9][a-z0-9-]{0,62}}, name {@code
 * [a-z0-9][a-z0-9._-]{0,126}}. ASCII only, so there is one spelling.
 *
 * @param fleet the tenant and trust domain
 * @param name the agent in it
 */
public record AgentId(String fleet, String name) {
    /** The fleet of the operator and of the system itself; nobody can create it. */
    public static final String RESERVED_FLEET = "creto";
    /** Who runs the deployment and creates fleets: the root of all trust in it. */
    public static final AgentId OPERATOR = new AgentId(RESERVED_FLEET, "operator");

    private static final int MAX_FLEET = 63;
    private static final int MAX_NAME = 127;
    private static final String NHI = "nhi://";
    private static final String SPIFFE = "spiffe://";
    private static final String FIELD = "agent_id";

    /** @throws IllegalArgumentException if fleet or name break the grammar */
    public AgentId {
        try {
            checkFleet(fleet, FIELD + ".fleet");
            checkName(name, FIELD + ".name");
        } catch (WireException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * An agent of parts that the caller vouches for.
     *
     * @throws IllegalArgumentException if fleet or name break the grammar
     */
    public static AgentId of(String fleet, String name) {
        return new AgentId(fleet, name);
    }

    /** Reads {@code fleet/name}. Refuses everything else, longer parts included, with MALFORMED. */
    public static AgentId parse(String text) throws WireException {
        return parse(text, FIELD);
    }

    /** Reads {@code nhi://fleet/name}. Refuses everything else with MALFORMED. */
    public static AgentId parseNhiUri(String uri) throws WireException {
        return parse(withoutScheme(uri, NHI), FIELD);
    }

    /** Reads {@code spiffe://fleet/name}. Refuses everything else with MALFORMED. */
    public static AgentId parseSpiffeUri(String uri) throws WireException {
        return parse(withoutScheme(uri, SPIFFE), FIELD);
    }

    /** Whether the agent belongs to the operator's fleet. */
    public boolean isReserved() {
        return fleet.equals(RESERVED_FLEET);
    }

    /** {@code nhi://fleet/name}. */
    public String toNhiUri() {
        return NHI + this;
    }

    /** {@code spiffe://fleet/name}. */
    public String toSpiffeUri() {
        return SPIFFE + this;
    }

    /** {@code fleet/name}: the form that stands in every message. */
    @Override
    public String toString() {
        return fleet + "/" + name;
    }

    static AgentId parse(String text, String field) throws WireException {
        check(text, field);
        int slash = text.indexOf('/');
        return new AgentId(text.substring(0, slash), text.substring(slash + 1));
    }

    /** Checks a text without making an object of it. */
    static void check(String text, String field) throws WireException {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw WireException.malformed(field, text.length() + " characters without '/', must be fleet/name");
        }
        check(text, 0, slash, MAX_FLEET, false, field);
        check(text, slash + 1, text.length(), MAX_NAME, true, field);
    }

    static void checkFleet(String fleet, String field) throws WireException {
        check(fleet, 0, fleet.length(), MAX_FLEET, false, field);
    }

    static void checkName(String name, String field) throws WireException {
        check(name, 0, name.length(), MAX_NAME, true, field);
    }

    /** Whether two texts that passed {@link #check} name agents of one fleet. */
    static boolean sameFleet(String a, String b) {
        int slash = a.indexOf('/');
        return b.indexOf('/') == slash && a.regionMatches(0, b, 0, slash);
    }

    private static String withoutScheme(String uri, String scheme) throws WireException {
        if (!uri.startsWith(scheme)) {
            throw WireException.malformed(FIELD, "not a URI of the form " + scheme + "fleet/name");
        }
        return uri.substring(scheme.length());
    }

    private static void check(String text, int from, int to, int max, boolean isName, String field)
            throws WireException {
        String part = isName ? "name" : "fleet";
        if (to == from || to - from > max) {
            throw WireException.malformed(field, part + " of " + (to - from) + " characters, must be 1 to " + max);
        }
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            boolean inner = i > from && (c == '-' || (isName && (c == '.' || c == '_')));
            if (!alphanumeric && !inner) {
                String allowed = isName ? "a-z 0-9 and, not first, . _ -" : "a-z 0-9 and, not first, -";
                throw WireException.malformed(
                        field,
                        String.format(
                                "character %d of the %s is U+%04X, allowed %s", i - from, part, (int) c, allowed));
            }
        }
    }
}
