package io.creto.messaging.schemas;

import static io.creto.messaging.schemas.Values.ALICE;
import static io.creto.messaging.schemas.Values.NOW;
import static io.creto.messaging.schemas.Values.hash;
import static io.creto.messaging.schemas.Values.id;

import com.google.protobuf.ByteString;
import io.creto.messaging.v1.Accepted;
import io.creto.messaging.v1.AcknowledgeCursorRequest;
import io.creto.messaging.v1.ChannelRecord;
import io.creto.messaging.v1.DeliveryContent;
import io.creto.messaging.v1.DeliveryCursor;
import io.creto.messaging.v1.DeliveryRecord;
import io.creto.messaging.v1.DeliveryStart;
import io.creto.messaging.v1.Fault;
import io.creto.messaging.v1.FetchDeliveriesRequest;
import io.creto.messaging.v1.FetchDeliveriesResponse;
import io.creto.messaging.v1.FetchKeysRequest;
import io.creto.messaging.v1.FetchKeysResponse;
import io.creto.messaging.v1.GetChannelResponse;
import io.creto.messaging.v1.GetIdentitiesRequest;
import io.creto.messaging.v1.GetIdentitiesResponse;
import io.creto.messaging.v1.GetPolicyRequest;
import io.creto.messaging.v1.GetPolicyResponse;
import io.creto.messaging.v1.Lane;
import io.creto.messaging.v1.ListAgentsRequest;
import io.creto.messaging.v1.ListAgentsResponse;
import io.creto.messaging.v1.ListPolicyVersionsRequest;
import io.creto.messaging.v1.ListPolicyVersionsResponse;
import io.creto.messaging.v1.OpenDelivery;
import io.creto.messaging.v1.PolicyVersion;
import io.creto.messaging.v1.PrekeyRecord;
import io.creto.messaging.v1.ReceiveResponse;
import io.creto.messaging.v1.RosterStep;
import io.creto.messaging.v1.SubjectVersion;
import io.creto.messaging.v1.SubmitResponse;

/** Valid requests and answers of the gateway, each with every mandatory field, and what the directory's are made of. */
final class GatewaySamples {
    private GatewaySamples() {}

    static PrekeyRecord.Builder prekey(int seed) {
        return PrekeyRecord.newBuilder()
                .setOwner(ALICE)
                .setPeer("*")
                .setPrekey(CommandSamples.prekey(seed))
                .setValidity(RecordSamples.validity())
                .setEvidence(WireSamples.slice(1, 0));
    }

    static ChannelRecord.Builder channel() {
        return ChannelRecord.newBuilder()
                .setVersion(3)
                .setRecordedAtMs(NOW)
                .setChannel(id())
                .setName("alerts")
                .setOwner(ALICE)
                .setLane(Lane.LANE_URGENT)
                .setSettings(CommandSamples.settings())
                .setCreatedAtMs(NOW)
                .setEpoch(1)
                .setRosterVersion(1)
                .setRosterHash(hash());
    }

    static RosterStep.Builder step(long version) {
        return RosterStep.newBuilder()
                .setVersion(version)
                .setEpoch(1)
                .setPreviousRosterHash(version == 1 ? ByteString.copyFrom(new byte[32]) : hash())
                .setRosterHash(hash())
                .setCommand(WireSamples.slice(1, 0));
    }

    static SubmitResponse.Builder accepted() {
        return SubmitResponse.newBuilder()
                .setBatchId(id())
                .setAccepted(Accepted.newBuilder().setIngestTimeMs(NOW));
    }

    static SubmitResponse.Builder fault(Fault.Builder fault) {
        return SubmitResponse.newBuilder().setBatchId(id()).setFault(fault);
    }

    static Fault.Builder fault() {
        return Fault.newBuilder().setCode(14).setDetail("draining");
    }

    static OpenDelivery.Builder open() {
        return OpenDelivery.newBuilder()
                .addAgents(ALICE)
                .setCredit(1)
                .setContent(DeliveryContent.DELIVERY_CONTENT_MESSAGES)
                .setStart(DeliveryStart.DELIVERY_START_EARLIEST);
    }

    static DeliveryCursor.Builder cursor(int partition) {
        return DeliveryCursor.newBuilder()
                .setGeneration(1)
                .setLane(Lane.LANE_NORMAL)
                .setPartition(partition)
                .setOffset(7);
    }

    static ReceiveResponse.Builder received() {
        return ReceiveResponse.newBuilder()
                .setRecord(DeliveryRecord.newBuilder().setDirective(RecordSamples.directive()))
                .setCursor(cursor(1));
    }

    static FetchDeliveriesRequest.Builder fetch() {
        return FetchDeliveriesRequest.newBuilder().setOpen(open());
    }

    static FetchDeliveriesResponse.Builder fetched() {
        return FetchDeliveriesResponse.newBuilder()
                .addRecords(DeliveryRecord.newBuilder().setDirective(RecordSamples.directive()))
                .addCursors(cursor(1));
    }

    static AcknowledgeCursorRequest.Builder acknowledge() {
        return AcknowledgeCursorRequest.newBuilder().addAgents(ALICE).addCursors(cursor(1));
    }

    static SubjectVersion.Builder subject(String subject) {
        return SubjectVersion.newBuilder().setSubject(subject);
    }

    static GetIdentitiesRequest.Builder getIdentities() {
        return GetIdentitiesRequest.newBuilder().addSubjects(subject(ALICE));
    }

    static GetIdentitiesResponse.Builder identities() {
        return GetIdentitiesResponse.newBuilder().addIdentities(RecordSamples.identity());
    }

    static ListAgentsRequest.Builder listAgents() {
        return ListAgentsRequest.newBuilder().setFleet("acme");
    }

    static ListAgentsResponse.Builder agents() {
        return ListAgentsResponse.newBuilder().addAgents(RecordSamples.agent());
    }

    static FetchKeysRequest.Builder fetchKeys() {
        return FetchKeysRequest.newBuilder().addOwners(subject(ALICE));
    }

    static FetchKeysResponse.Builder keys() {
        return FetchKeysResponse.newBuilder().addPrekeys(prekey(1));
    }

    static GetChannelResponse.Builder getChannel() {
        return GetChannelResponse.newBuilder().setChannel(channel());
    }

    static GetPolicyRequest.Builder getPolicy() {
        return GetPolicyRequest.newBuilder().setFleet("acme");
    }

    static GetPolicyResponse.Builder policy() {
        return GetPolicyResponse.newBuilder().setPolicy(RecordSamples.policy());
    }

    static ListPolicyVersionsRequest.Builder listPolicyVersions() {
        return ListPolicyVersionsRequest.newBuilder().setFleet("acme");
    }

    /** So many, the newest first. */
    static ListPolicyVersionsResponse.Builder policyVersions(int count) {
        ListPolicyVersionsResponse.Builder versions = ListPolicyVersionsResponse.newBuilder();
        for (int version = count; version > 0; version--) {
            versions.addVersions(policyVersion(version));
        }
        return versions;
    }

    static PolicyVersion.Builder policyVersion(long version) {
        return PolicyVersion.newBuilder()
                .setVersion(version)
                .setRecordedAtMs(NOW)
                .setEffectiveFromMs(NOW)
                .setAuthor(ALICE)
                .setPolicy("default");
    }
}
