//! Tables as the migrations leave them.
#![expect(missing_docs, reason = "each column is described by COMMENT ON in migrations/")]

diesel::table! {
    account_notes (account_id, about_id) {
        account_id -> Int8,
        about_id -> Int8,
        note -> Text,
    }
}

diesel::table! {
    accounts (id) {
        id -> Int8,
        name -> Text,
        host -> Nullable<Text>,
        kind -> Int2,
        uri -> Text,
        url -> Text,
        display_name -> Text,
        note_html -> Text,
        note_source -> Text,
        profile -> Jsonb,
        inbox_id -> Nullable<Int8>,
        inbox_url -> Text,
        endpoints -> Jsonb,
        locked -> Bool,
        bot -> Bool,
        discoverable -> Bool,
        indexable -> Bool,
        also_known_as -> Array<Text>,
        moved_to -> Nullable<Int8>,
        moved_at -> Nullable<Timestamptz>,
        suspended_at -> Nullable<Timestamptz>,
        gone_at -> Nullable<Timestamptz>,
        barred_at -> Nullable<Timestamptz>,
        last_story_at -> Nullable<Timestamptz>,
        fetched_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    activities (id) {
        id -> Int8,
        uri -> Text,
        actor_id -> Int8,
        kind -> Text,
        story_id -> Nullable<Int8>,
        public -> Bool,
        body -> Bytea,
        digest -> Bytea,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    announcement_reactions (id) {
        id -> Int8,
        announcement_id -> Int8,
        account_id -> Int8,
        name -> Text,
        at -> Timestamptz,
        taken_back_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    announcement_reads (announcement_id, account_id) {
        announcement_id -> Int8,
        account_id -> Int8,
        at -> Timestamptz,
    }
}

diesel::table! {
    announcements (id) {
        id -> Int8,
        text -> Text,
        starts_at -> Nullable<Timestamptz>,
        ends_at -> Nullable<Timestamptz>,
        all_day -> Bool,
        published_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    applications (id) {
        id -> Int8,
        name -> Text,
        email -> Text,
        password -> Text,
        reason -> Text,
        language -> Nullable<Text>,
        token_hash -> Bytea,
        app_id -> Nullable<Int8>,
        scopes -> Array<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    apps (id) {
        id -> Int8,
        client_id -> Text,
        secret_hash -> Bytea,
        name -> Text,
        website -> Nullable<Text>,
        redirect_uris -> Array<Text>,
        scopes -> Array<Text>,
        lasting -> Bool,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    arrivals (id) {
        id -> Int8,
        activity_uri -> Text,
        actor_uri -> Text,
        signer_uri -> Text,
        host -> Text,
        body -> Nullable<Bytea>,
        received_at -> Timestamptz,
        attempts -> Int2,
        run_at -> Timestamptz,
        lease_until -> Nullable<Timestamptz>,
        done_at -> Nullable<Timestamptz>,
        parked_at -> Nullable<Timestamptz>,
        error -> Nullable<Text>,
    }
}

diesel::table! {
    attachments (id) {
        id -> Int8,
        story_id -> Int8,
        position -> Int2,
        media_type -> Text,
        url -> Text,
        preview_url -> Nullable<Text>,
        description -> Nullable<Text>,
        blurhash -> Nullable<Text>,
        width -> Nullable<Int4>,
        height -> Nullable<Int4>,
        focus_x -> Nullable<Float4>,
        focus_y -> Nullable<Float4>,
        film -> Nullable<Jsonb>,
    }
}

diesel::table! {
    blocks (blocker_id, blocked_id) {
        blocker_id -> Int8,
        blocked_id -> Int8,
        uri -> Text,
        earlier -> Array<Text>,
        id -> Int8,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    bookmarks (account_id, story_id) {
        account_id -> Int8,
        story_id -> Int8,
        id -> Int8,
    }
}

diesel::table! {
    boosts (id) {
        id -> Int8,
        account_id -> Int8,
        story_id -> Int8,
        uri -> Text,
        earlier -> Array<Text>,
        audience -> Int2,
        published_at -> Timestamptz,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    cards (id) {
        id -> Int8,
        url -> Text,
        page -> Nullable<Jsonb>,
        fetched_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    chapters (journey_id, story_id) {
        journey_id -> Int8,
        story_id -> Int8,
        place -> Int4,
        added_at -> Timestamptz,
    }
}

diesel::table! {
    circle_members (circle_id, account_id) {
        circle_id -> Int8,
        account_id -> Int8,
        added_at -> Timestamptz,
    }
}

diesel::table! {
    circles (id) {
        id -> Int8,
        account_id -> Int8,
        name -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    communities (account_id) {
        account_id -> Int8,
        welcome -> Text,
        visibility -> Int2,
        joining -> Int2,
        question -> Text,
        agreement -> Int4,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    community_agreements (community_id, version) {
        community_id -> Int8,
        version -> Int4,
        text -> Text,
        written_by -> Nullable<Int8>,
        written_at -> Timestamptz,
    }
}

diesel::table! {
    community_invites (id) {
        id -> Int8,
        community_id -> Int8,
        code -> Text,
        uses_left -> Nullable<Int4>,
        expires_at -> Nullable<Timestamptz>,
        created_by -> Nullable<Int8>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    community_members (community_id, account_id) {
        community_id -> Int8,
        account_id -> Int8,
        state -> Int2,
        role -> Int2,
        answer -> Text,
        agreement -> Int4,
        banned_until -> Nullable<Timestamptz>,
        reason -> Text,
        joined_at -> Nullable<Timestamptz>,
        greeted_by -> Nullable<Int8>,
        greeted_at -> Nullable<Timestamptz>,
        id -> Int8,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    community_notes (community_id, id) {
        community_id -> Int8,
        id -> Text,
        label -> Text,
        description -> Text,
        added_by -> Nullable<Int8>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    community_stories (story_id) {
        story_id -> Int8,
        community_id -> Int8,
        prompt -> Bool,
        locked_at -> Nullable<Timestamptz>,
        removed_at -> Nullable<Timestamptz>,
        removed_by -> Nullable<Int8>,
        reason -> Text,
    }
}

diesel::table! {
    conversations (account_id, root_id) {
        account_id -> Int8,
        root_id -> Int8,
        read_id -> Int8,
        dismissed_id -> Int8,
    }
}

diesel::table! {
    deliveries (activity_id, inbox_id) {
        peer_id -> Int8,
        activity_id -> Int8,
        inbox_id -> Int8,
        expires_at -> Timestamptz,
        lane -> Int4,
        priority -> Int2,
        attempts -> Int2,
    }
}

diesel::table! {
    devices (hash) {
        hash -> Bytea,
        account_id -> Int8,
        seen_at -> Timestamptz,
    }
}

diesel::table! {
    dismissed_suggestions (account_id, other_id) {
        account_id -> Int8,
        other_id -> Int8,
    }
}

diesel::table! {
    drafts (id) {
        id -> Int8,
        account_id -> Int8,
        content -> Jsonb,
        release_at -> Nullable<Timestamptz>,
        problem -> Nullable<Text>,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
        slug -> Nullable<Text>,
        scheduled_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    dropped_files (name) {
        name -> Text,
        after -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    endorsements (account_id, endorsed_id) {
        account_id -> Int8,
        endorsed_id -> Int8,
        id -> Int8,
    }
}

diesel::table! {
    featured_tags (account_id, tag) {
        account_id -> Int8,
        tag -> Text,
        name -> Text,
        id -> Int8,
    }
}

diesel::table! {
    followed_tags (account_id, tag) {
        account_id -> Int8,
        tag -> Text,
        name -> Text,
        id -> Int8,
    }
}

diesel::table! {
    invitations (hash) {
        hash -> Bytea,
        uses_left -> Int4,
        expires_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    list_members (list_id, account_id) {
        list_id -> Int8,
        account_id -> Int8,
        id -> Int8,
    }
}

diesel::table! {
    lists (id) {
        id -> Int8,
        account_id -> Int8,
        title -> Text,
        replies -> Int2,
        exclusive -> Bool,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    markers (account_id, timeline) {
        account_id -> Int8,
        timeline -> Text,
        last_read_id -> Int8,
        version -> Int4,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    media (id) {
        id -> Int8,
        account_id -> Int8,
        story_id -> Nullable<Int8>,
        file -> Text,
        preview -> Text,
        media_type -> Text,
        description -> Nullable<Text>,
        blurhash -> Nullable<Text>,
        width -> Nullable<Int4>,
        height -> Nullable<Int4>,
        focus_x -> Nullable<Float4>,
        focus_y -> Nullable<Float4>,
        created_at -> Timestamptz,
        raw -> Nullable<Text>,
        failure -> Nullable<Text>,
        film -> Nullable<Jsonb>,
        idempotency_key -> Nullable<Text>,
    }
}

diesel::table! {
    emojis (shortcode) {
        shortcode -> Text,
        media_type -> Text,
        image -> Bytea,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    events (id) {
        id -> Int8,
        event -> Jsonb,
        recorded_at -> Timestamptz,
    }
}

diesel::table! {
    expiries (story_id) {
        story_id -> Int8,
        expires_at -> Timestamptz,
        expired -> Bool,
    }
}

diesel::table! {
    favourites (account_id, story_id) {
        account_id -> Int8,
        story_id -> Int8,
        uri -> Text,
        earlier -> Array<Text>,
        content -> Nullable<Text>,
        id -> Int8,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    feed (account_id, entry_id) {
        account_id -> Int8,
        entry_id -> Int8,
        story_id -> Int8,
        author_id -> Int8,
        boost_id -> Nullable<Int8>,
    }
}

diesel::table! {
    filter_keywords (id) {
        id -> Int8,
        filter_id -> Int8,
        keyword -> Text,
        whole_word -> Bool,
    }
}

diesel::table! {
    filter_stories (id) {
        id -> Int8,
        filter_id -> Int8,
        story_id -> Int8,
    }
}

diesel::table! {
    filters (id) {
        id -> Int8,
        account_id -> Int8,
        title -> Text,
        contexts -> Int2,
        action -> Int2,
        expires_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    folded (story_id) {
        story_id -> Int8,
        audience -> Int2,
        folded_at -> Timestamptz,
    }
}

diesel::table! {
    former_ids (uri) {
        uri -> Text,
        story_id -> Int8,
        slug -> Text,
        until -> Timestamptz,
    }
}

diesel::joinable!(former_ids -> stories (story_id));

diesel::table! {
    standings_elsewhere (community_id, account_id) {
        community_id -> Int8,
        account_id -> Int8,
        steward -> Bool,
        banned_at -> Nullable<Timestamptz>,
        banned_until -> Nullable<Timestamptz>,
        reason -> Text,
    }
}

diesel::table! {
    follows (follower_id, followee_id) {
        follower_id -> Int8,
        followee_id -> Int8,
        accepted_at -> Nullable<Timestamptz>,
        uri -> Text,
        earlier -> Array<Text>,
        show_boosts -> Bool,
        notify -> Bool,
        languages -> Array<Text>,
        id -> Int8,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    grants (hash) {
        hash -> Bytea,
        app_id -> Int8,
        account_id -> Int8,
        redirect_uri -> Text,
        scopes -> Array<Text>,
        challenge -> Nullable<Text>,
        token_id -> Nullable<Int8>,
        used_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    handed (story_id, peer_id) {
        story_id -> Int8,
        peer_id -> Int8,
        inbox_id -> Int8,
        state -> Int2,
        first_sent_at -> Timestamptz,
        asked_at -> Nullable<Timestamptz>,
        tried_at -> Nullable<Timestamptz>,
        answered_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    heard (story_id) {
        story_id -> Int8,
        author_id -> Int8,
        community_id -> Nullable<Int8>,
        local -> Bool,
        audience -> Int2,
        asked_at -> Timestamptz,
        open -> Bool,
        answer_id -> Nullable<Int8>,
        heard_at -> Nullable<Timestamptz>,
        enough_at -> Nullable<Timestamptz>,
        waiting -> Bool,
    }
}

diesel::table! {
    host_blocks (account_id, host) {
        account_id -> Int8,
        host -> Text,
        id -> Int8,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    idempotency_keys (account_id, key) {
        account_id -> Int8,
        key -> Text,
        story_id -> Int8,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    inboxes (id) {
        id -> Int8,
        peer_id -> Int8,
        url -> Text,
        gone_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    inspirations (story_id) {
        story_id -> Int8,
        source_id -> Nullable<Int8>,
        source_author -> Nullable<Int8>,
        source_uri -> Text,
        source_url -> Text,
        state -> Int2,
        offer_uri -> Text,
        answer_uri -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    journeys (account_id) {
        account_id -> Int8,
        author_id -> Int8,
        description -> Text,
        closing -> Text,
        ended_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    keys (uri) {
        uri -> Text,
        account_id -> Int8,
        algorithm -> Int2,
        public_key -> Text,
        private_key -> Nullable<Bytea>,
        fetched_at -> Timestamptz,
    }
}

diesel::table! {
    members (account_id) {
        account_id -> Int8,
        role -> Int2,
        email -> Nullable<Text>,
        default_audience -> Nullable<Int2>,
        default_language -> Nullable<Text>,
        default_sensitive -> Bool,
        seen_at -> Timestamptz,
        created_at -> Timestamptz,
        password -> Nullable<Text>,
        second_secret -> Nullable<Bytea>,
        second_since -> Nullable<Timestamptz>,
        second_step -> Nullable<Int8>,
    }
}

diesel::table! {
    mentions (story_id, account_id) {
        story_id -> Int8,
        account_id -> Int8,
        silent -> Bool,
    }
}

diesel::table! {
    mutes (muter_id, muted_id) {
        muter_id -> Int8,
        muted_id -> Int8,
        notifications -> Bool,
        expires_at -> Nullable<Timestamptz>,
        id -> Int8,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    notification_permissions (account_id, from_id) {
        account_id -> Int8,
        from_id -> Int8,
    }
}

diesel::table! {
    notification_policies (account_id) {
        account_id -> Int8,
        for_not_following -> Int2,
        for_not_followers -> Int2,
        for_new_accounts -> Int2,
        for_private_mentions -> Int2,
        for_limited_accounts -> Int2,
    }
}

diesel::table! {
    notification_requests (id) {
        id -> Int8,
        account_id -> Int8,
        from_id -> Int8,
        created_at -> Timestamptz,
        updated_at -> Timestamptz,
    }
}

diesel::table! {
    notifications (id) {
        id -> Int8,
        account_id -> Int8,
        kind -> Int2,
        from_id -> Int8,
        story_id -> Nullable<Int8>,
        created_at -> Timestamptz,
        dismissed_at -> Nullable<Timestamptz>,
        filtered -> Bool,
    }
}

diesel::table! {
    peer_rules (host) {
        host -> Text,
        rule -> Int2,
        reason -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    peers (id) {
        id -> Int8,
        host -> Text,
        software -> Nullable<Text>,
        software_version -> Nullable<Text>,
        software_checked_at -> Nullable<Timestamptz>,
        signature_scheme -> Int2,
        state -> Int2,
        ready -> Bool,
        next_attempt_at -> Timestamptz,
        asked_until -> Nullable<Timestamptz>,
        lease_until -> Timestamptz,
        lease_token -> Int8,
        failures -> Int4,
        bad_days -> Int2,
        last_bad_day -> Nullable<Date>,
        last_success_at -> Nullable<Timestamptz>,
        last_error -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    pins (account_id, story_id) {
        account_id -> Int8,
        story_id -> Int8,
        id -> Int8,
    }
}

diesel::table! {
    poll_votes (story_id, account_id, choice) {
        story_id -> Int8,
        account_id -> Int8,
        choice -> Int2,
        at -> Timestamptz,
    }
}

diesel::table! {
    polls (story_id) {
        story_id -> Int8,
        options -> Array<Text>,
        tallies -> Array<Int8>,
        voters -> Nullable<Int8>,
        multiple -> Bool,
        hide_totals -> Bool,
        ends_at -> Nullable<Timestamptz>,
        version -> Int4,
        changed_at -> Nullable<Timestamptz>,
        ended -> Bool,
    }
}

diesel::table! {
    proxied_files (name) {
        name -> Text,
        url -> Text,
        whole -> Nullable<Text>,
        small -> Nullable<Text>,
        bytes -> Int8,
        wait_until -> Nullable<Timestamptz>,
        used_at -> Timestamptz,
    }
}

diesel::table! {
    push_subscriptions (id) {
        id -> Int8,
        token_id -> Int8,
        account_id -> Int8,
        endpoint -> Text,
        p256dh -> Bytea,
        auth -> Bytea,
        standard -> Bool,
        alerts -> Int4,
        policy -> Int2,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    quote_stamps (id) {
        id -> Int8,
        slug -> Text,
        story_id -> Int8,
        quote_uri -> Text,
        quoter_uri -> Text,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    recovery_codes (account_id, hash) {
        account_id -> Int8,
        hash -> Bytea,
    }
}

diesel::table! {
    reports (id) {
        id -> Int8,
        uri -> Text,
        reporter_id -> Nullable<Int8>,
        target_id -> Int8,
        story_uris -> Array<Text>,
        comment -> Text,
        forwarded -> Bool,
        local -> Bool,
        created_at -> Timestamptz,
        resolved_at -> Nullable<Timestamptz>,
        community_id -> Nullable<Int8>,
        category -> Int2,
        rule_ids -> Array<Int4>,
    }
}

diesel::table! {
    server_facts (name) {
        name -> Text,
        value -> Jsonb,
    }
}

diesel::table! {
    spare_keys (id) {
        id -> Int8,
        rsa_private -> Bytea,
        rsa_public -> Text,
        ed25519_private -> Bytea,
        ed25519_public -> Text,
    }
}

diesel::table! {
    stories (id) {
        id -> Int8,
        uri -> Text,
        url -> Text,
        slug -> Nullable<Text>,
        author_id -> Int8,
        local -> Bool,
        kind -> Text,
        audience -> Int2,
        title -> Text,
        content_html -> Text,
        source -> Text,
        source_type -> Text,
        summary -> Text,
        sensitive -> Bool,
        language -> Nullable<Text>,
        emojis -> Jsonb,
        parent_id -> Nullable<Int8>,
        parent_uri -> Nullable<Text>,
        root_id -> Int8,
        context_uri -> Nullable<Text>,
        quote_policy -> Int2,
        pushed -> Bool,
        replies_uri -> Nullable<Text>,
        replies_fetched_at -> Nullable<Timestamptz>,
        published_at -> Timestamptz,
        edited_at -> Nullable<Timestamptz>,
        deleted_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        community_id -> Nullable<Int8>,
        held_by -> Nullable<Int8>,
        declined_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    story_edits (id) {
        id -> Int8,
        story_id -> Int8,
        title -> Text,
        content_html -> Text,
        source -> Text,
        summary -> Text,
        sensitive -> Bool,
        emojis -> Jsonb,
        at -> Timestamptz,
    }
}

diesel::table! {
    story_cards (story_id) {
        story_id -> Int8,
        card_id -> Int8,
    }
}

diesel::table! {
    story_tags (story_id, tag) {
        story_id -> Int8,
        tag -> Text,
        name -> Text,
    }
}

diesel::table! {
    tellings (story_id) {
        story_id -> Int8,
        kind -> Int2,
        wish -> Int2,
        notes -> Array<Text>,
        own_words -> Text,
        boosts -> Bool,
    }
}

diesel::table! {
    tokens (id) {
        id -> Int8,
        hash -> Bytea,
        account_id -> Nullable<Int8>,
        scopes -> Array<Text>,
        label -> Text,
        created_at -> Timestamptz,
        last_used_at -> Nullable<Timestamptz>,
        revoked_at -> Nullable<Timestamptz>,
        app_id -> Nullable<Int8>,
    }
}

diesel::table! {
    tombstones (uri) {
        uri -> Text,
        at -> Timestamptz,
    }
}

diesel::table! {
    tries (key) {
        key -> Text,
        number -> Int4,
        until -> Timestamptz,
    }
}

diesel::table! {
    unasked (account_id) {
        account_id -> Int8,
    }
}

diesel::table! {
    undone (uri) {
        uri -> Text,
        actor_uri -> Text,
        met -> Bool,
        at -> Timestamptz,
        refused_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    web_sessions (id) {
        id -> Int8,
        hash -> Bytea,
        account_id -> Int8,
        whole -> Bool,
        agent -> Text,
        seen_at -> Timestamptz,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    windows (account_id) {
        account_id -> Int8,
        plain -> Int4,
        noted -> Int4,
        apps -> Int4,
    }
}

diesel::table! {
    interactions (id) {
        id -> Int8,
        slug -> Text,
        kind -> Int2,
        story_id -> Int8,
        actor_id -> Int8,
        object_uri -> Text,
        request_uri -> Nullable<Text>,
        accepted -> Nullable<Bool>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    kindnesses (story_id) {
        story_id -> Int8,
        target_id -> Int8,
        account_id -> Int8,
        kind -> Int2,
        plain -> Bool,
    }
}

diesel::table! {
    note_choices (account_id, note) {
        account_id -> Int8,
        note -> Text,
        choice -> Int2,
    }
}

diesel::table! {
    thread_mutes (account_id, root_id) {
        account_id -> Int8,
        root_id -> Int8,
        expires_at -> Nullable<Timestamptz>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    account_notes,
    accounts,
    activities,
    announcement_reactions,
    announcement_reads,
    announcements,
    applications,
    arrivals,
    attachments,
    blocks,
    bookmarks,
    boosts,
    cards,
    chapters,
    circle_members,
    circles,
    communities,
    community_agreements,
    community_invites,
    community_members,
    community_notes,
    community_stories,
    conversations,
    deliveries,
    dismissed_suggestions,
    drafts,
    dropped_files,
    emojis,
    endorsements,
    events,
    expiries,
    favourites,
    featured_tags,
    feed,
    filter_keywords,
    filter_stories,
    filters,
    folded,
    followed_tags,
    follows,
    former_ids,
    handed,
    heard,
    host_blocks,
    idempotency_keys,
    inboxes,
    inspirations,
    interactions,
    invitations,
    journeys,
    keys,
    kindnesses,
    list_members,
    lists,
    markers,
    media,
    members,
    mentions,
    mutes,
    note_choices,
    notification_permissions,
    notification_policies,
    notification_requests,
    notifications,
    peer_rules,
    peers,
    pins,
    poll_votes,
    polls,
    proxied_files,
    push_subscriptions,
    quote_stamps,
    reports,
    server_facts,
    spare_keys,
    standings_elsewhere,
    stories,
    story_cards,
    story_edits,
    story_tags,
    tellings,
    thread_mutes,
    tokens,
    tombstones,
    unasked,
    undone,
    windows,
);
