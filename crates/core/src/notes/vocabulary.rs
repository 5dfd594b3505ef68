//! The vocabulary of content notes, as data: fourteen domains, then closer words within them.

/// A word for what a story may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Note {
    /// Short name; stands in addresses.
    pub id: &'static str,
    /// As people read it.
    pub label: &'static str,
    /// What it means, plainly.
    pub description: &'static str,
    /// What it is often taken for and is not.
    pub is_not: &'static str,
}

/// All notes, in the order they are offered.
pub const VOCABULARY: &[Note] = &[
    Note {
        id: "violence",
        label: "violence",
        description: "Somebody is hurt, threatened or attacked.",
        is_not: "Quarrels without threat or harm.",
    },
    Note {
        id: "sex",
        label: "sex",
        description: "Sexual acts or desire, in words or pictures.",
        is_not: "Love, closeness, or being of a gender or orientation.",
    },
    Note {
        id: "stigma",
        label: "stigma",
        description: "People are looked down on for what they are or live with.",
        is_not: "Disagreement about opinions.",
    },
    Note {
        id: "disturbing",
        label: "disturbing content",
        description: "Something many find hard to bear: gore, decay, horror.",
        is_not: "Sadness alone.",
    },
    Note {
        id: "language",
        label: "strong language",
        description: "Swearing and slurs.",
        is_not: "Plain speech about hard things.",
    },
    Note {
        id: "risk",
        label: "risky behaviour",
        description: "Doing what may do serious harm.",
        is_not: "Sport or travel with ordinary care.",
    },
    Note {
        id: "mental-health",
        label: "mental health",
        description: "Living with a troubled mind, or its treatment.",
        is_not: "A bad day.",
    },
    Note { id: "death", label: "death", description: "Somebody dies or has died.", is_not: "Growing old." },
    Note {
        id: "parental-guidance",
        label: "parental guidance",
        description: "Not for children without somebody beside them.",
        is_not: "Anything that another note here names better.",
    },
    Note {
        id: "crime",
        label: "crime",
        description: "Breaking the law, as victim, witness or doer.",
        is_not: "Politics about the law.",
    },
    Note {
        id: "abuse",
        label: "abuse",
        description: "Somebody is harmed by one who has power over them.",
        is_not: "Disputes between equals.",
    },
    Note {
        id: "politics",
        label: "politics and society",
        description: "Conflict over how people should live together.",
        is_not: "Naming a public office or a law in passing.",
    },
    Note {
        id: "flashing",
        label: "flashing lights",
        description: "Pictures that flicker.",
        is_not: "Bright pictures that stand still.",
    },
    Note {
        id: "objects",
        label: "objects and animals some fear",
        description: "Needles, spiders, heights and the like.",
        is_not: "Everyday things without a common fear.",
    },
    Note {
        id: "suicide-mention",
        label: "suicide (mentioned)",
        description: "Suicide is named, not dwelt on.",
        is_not: "The teller's own thoughts or attempt.",
    },
    Note {
        id: "suicide-own",
        label: "suicide (own experience)",
        description: "The teller's own thoughts of suicide, or an attempt.",
        is_not: "Losing somebody to it.",
    },
    Note {
        id: "bereavement-suicide",
        label: "bereavement by suicide",
        description: "Losing somebody to suicide.",
        is_not: "The teller's own thoughts of it.",
    },
    Note {
        id: "self-harm-mention",
        label: "self-harm (mentioned)",
        description: "Self-harm is named, not dwelt on.",
        is_not: "The teller's own.",
    },
    Note {
        id: "self-harm-own",
        label: "self-harm (own experience)",
        description: "The teller's own self-harm, in the past or now.",
        is_not: "Risk without the wish to be hurt.",
    },
    Note {
        id: "eating",
        label: "eating, weight, numbers",
        description: "Trouble with eating, weights, sizes or calories.",
        is_not: "Meals enjoyed.",
    },
    Note {
        id: "substances",
        label: "substance use",
        description: "Drugs, or drinking that harms, and coming off them.",
        is_not: "Medicines taken as prescribed.",
    },
    Note {
        id: "hospital",
        label: "hospital",
        description: "Hospital, detention or restraint.",
        is_not: "A visit to a doctor.",
    },
    Note {
        id: "sexual-violence",
        label: "sexual violence",
        description: "Sexual acts forced on somebody.",
        is_not: "Sex that all wanted.",
    },
    Note {
        id: "domestic-abuse",
        label: "domestic abuse",
        description: "Harm by a partner or family.",
        is_not: "Quarrels between equals.",
    },
    Note {
        id: "child-loss",
        label: "loss of a child or pregnancy",
        description: "A child or a pregnancy is lost.",
        is_not: "Choosing to have no children.",
    },
    Note {
        id: "psychosis",
        label: "psychosis",
        description: "Voices, visions or beliefs others do not share, as lived.",
        is_not: "Dreams and figures of speech.",
    },
    Note {
        id: "medication",
        label: "medication",
        description: "Medicines, their effects and coming off them.",
        is_not: "Drugs that nobody prescribed.",
    },
    Note {
        id: "racism",
        label: "racism",
        description: "People are harmed for how they look or where they are from.",
        is_not: "Telling of a culture.",
    },
    Note {
        id: "transphobia",
        label: "transphobia",
        description: "People are harmed for being trans.",
        is_not: "Telling of being trans.",
    },
    Note {
        id: "medical-detail",
        label: "medical detail",
        description: "Bodies, wounds or operations told closely.",
        is_not: "The name of an illness.",
    },
    Note {
        id: "animals",
        label: "harm to animals",
        description: "An animal suffers or dies.",
        is_not: "Animals that are well.",
    },
    Note {
        id: "food",
        label: "food",
        description: "Food is described or shown.",
        is_not: "Trouble with eating, which has its own note.",
    },
    Note {
        id: "alcohol",
        label: "alcohol",
        description: "Drinking is described or shown.",
        is_not: "Drinking that harms, which is substance use.",
    },
];
