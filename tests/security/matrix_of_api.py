"""Who gets what in the API, and with which values it is asked: see matrix.py."""

from datetime import timedelta

from django.utils import timezone

MONTHS_AGO = (timezone.localdate() - timedelta(days=90)).isoformat()
SOON = (timezone.localdate() + timedelta(days=7)).isoformat()

API = """
field or argument                         stranger viewer   owner    manager  admin    read-only

Query.me                                  ok       ok       ok       ok       ok       ok
Query.customer                            missing  ok       ok       ok       ok       ok
Query.customer(id)                        missing  ok       ok       ok       ok       ok
Query.customers                           blind    ok       ok       ok       ok       ok
Query.customers(search)                   blind    ok       ok       ok       ok       ok
Query.customers(status)                   blind    ok       ok       ok       ok       ok
Query.customers(industry)                 blind    ok       ok       ok       ok       ok
Query.customers(owner)                    blind    ok       ok       ok       ok       ok
Query.customers(health)                   blind    ok       ok       ok       ok       ok
Query.customers(hasNextStep)              blind    ok       ok       ok       ok       ok
Query.customers(archived)                 blind    ok       ok       ok       ok       ok
Query.customers(orderBy)                  blind    ok       ok       ok       ok       ok
Query.customers(first)                    blind    ok       ok       ok       ok       ok
Query.customers(after)                    blind    ok       ok       ok       ok       ok
Query.contact                             missing  ok       ok       ok       ok       ok
Query.contact(id)                         missing  ok       ok       ok       ok       ok
Query.contacts                            blind    ok       ok       ok       ok       ok
Query.contacts(search)                    blind    ok       ok       ok       ok       ok
Query.contacts(customer)                  invalid  ok       ok       ok       ok       ok
Query.contacts(owner)                     blind    ok       ok       ok       ok       ok
Query.contacts(primary)                   blind    ok       ok       ok       ok       ok
Query.contacts(archived)                  blind    ok       ok       ok       ok       ok
Query.contacts(orderBy)                   blind    ok       ok       ok       ok       ok
Query.contacts(first)                     blind    ok       ok       ok       ok       ok
Query.contacts(after)                     invalid  invalid  invalid  invalid  invalid  invalid
Query.lead                                missing  ok       ok       ok       ok       ok
Query.lead(id)                            missing  ok       ok       ok       ok       ok
Query.leads                               blind    ok       ok       ok       ok       ok
Query.leads(search)                       blind    ok       ok       ok       ok       ok
Query.leads(status)                       blind    ok       ok       ok       ok       ok
Query.leads(source)                       blind    ok       ok       ok       ok       ok
Query.leads(owner)                        blind    ok       ok       ok       ok       ok
Query.leads(state)                        blind    ok       ok       ok       ok       ok
Query.leads(archived)                     blind    ok       ok       ok       ok       ok
Query.leads(orderBy)                      blind    ok       ok       ok       ok       ok
Query.leads(first)                        blind    ok       ok       ok       ok       ok
Query.leads(after)                        invalid  invalid  invalid  invalid  invalid  invalid
Query.deal                                missing  ok       ok       ok       ok       ok
Query.deal(id)                            missing  ok       ok       ok       ok       ok
Query.deals                               blind    ok       ok       ok       ok       ok
Query.deals(search)                       blind    ok       ok       ok       ok       ok
Query.deals(customer)                     invalid  ok       ok       ok       ok       ok
Query.deals(owner)                        blind    ok       ok       ok       ok       ok
Query.deals(stage)                        blind    ok       ok       ok       ok       ok
Query.deals(outcome)                      blind    ok       ok       ok       ok       ok
Query.deals(stalled)                      blind    ok       ok       ok       ok       ok
Query.deals(closingFrom)                  blind    ok       ok       ok       ok       ok
Query.deals(closingUntil)                 blind    ok       ok       ok       ok       ok
Query.deals(valueFrom)                    blind    ok       ok       ok       ok       ok
Query.deals(valueTo)                      blind    ok       ok       ok       ok       ok
Query.deals(customerStatus)               blind    ok       ok       ok       ok       ok
Query.deals(pipeline)                     blind    ok       ok       ok       ok       ok
Query.deals(archived)                     blind    ok       ok       ok       ok       ok
Query.deals(orderBy)                      blind    ok       ok       ok       ok       ok
Query.deals(first)                        blind    ok       ok       ok       ok       ok
Query.deals(after)                        invalid  invalid  invalid  invalid  invalid  invalid
Query.activity                            missing  ok       ok       ok       ok       ok
Query.activity(id)                        missing  ok       ok       ok       ok       ok
Query.activities                          blind    ok       ok       ok       ok       ok
Query.activities(first)                   blind    ok       ok       ok       ok       ok
Query.activities(after)                   invalid  invalid  invalid  invalid  invalid  invalid
Query.activities(archived)                blind    ok       ok       ok       ok       ok
Query.activities(orderBy)                 blind    ok       ok       ok       ok       ok
Query.activities(customer)                invalid  ok       ok       ok       ok       ok
Query.activities(lead)                    invalid  ok       ok       ok       ok       ok
Query.activities(deal)                    invalid  ok       ok       ok       ok       ok
Query.activities(kind)                    blind    ok       ok       ok       ok       ok
Query.activities(owner)                   blind    ok       ok       ok       ok       ok
Query.activities(open)                    blind    ok       ok       ok       ok       ok
Query.note                                missing  ok       ok       ok       ok       ok
Query.note(id)                            missing  ok       ok       ok       ok       ok
Query.notes                               blind    ok       ok       ok       ok       ok
Query.notes(first)                        blind    ok       ok       ok       ok       ok
Query.notes(after)                        invalid  invalid  invalid  invalid  invalid  invalid
Query.notes(archived)                     blind    ok       ok       ok       ok       ok
Query.notes(orderBy)                      blind    ok       ok       ok       ok       ok
Query.notes(customer)                     invalid  ok       ok       ok       ok       ok
Query.notes(lead)                         invalid  ok       ok       ok       ok       ok
Query.notes(deal)                         invalid  ok       ok       ok       ok       ok
Query.pipelines                           ok       ok       ok       ok       ok       ok
Query.reports                             blind    ok       ok       ok       ok       ok
Query.reports(owner)                      blind    ok       ok       ok       ok       ok
ActiveInactiveReport.prospect             blind    ok       ok       ok       ok       ok
ActiveInactiveReport.active               blind    ok       ok       ok       ok       ok
ActiveInactiveReport.inactive             blind    ok       ok       ok       ok       ok
ActiveInactiveReport.months               blind    ok       ok       ok       ok       ok
ActivityFrequencyReport.total             blind    ok       ok       ok       ok       ok
ActivityFrequencyReport.byKind            blind    ok       ok       ok       ok       ok
ActivityFrequencyReport.weeks             blind    ok       ok       ok       ok       ok
ActivityFrequencyReport.coverage30        blind    ok       ok       ok       ok       ok
ActivityFrequencyReport.coverage60        blind    ok       ok       ok       ok       ok
ActivityFrequencyReport.coverage90        blind    ok       ok       ok       ok       ok
CustomerValue.customer                    blind    ok       ok       ok       ok       ok
CustomerValue.value                       blind    ok       ok       ok       ok       ok
CustomerValue.wonDeals                    blind    ok       ok       ok       ok       ok
DealHistoryReport.created                 blind    ok       ok       ok       ok       ok
DealHistoryReport.won                     blind    ok       ok       ok       ok       ok
DealHistoryReport.lost                    blind    ok       ok       ok       ok       ok
DealHistoryReport.wonValue                blind    ok       ok       ok       ok       ok
DealHistoryReport.lostValue               blind    ok       ok       ok       ok       ok
DealHistoryReport.winRate                 blind    ok       ok       ok       ok       ok
DealHistoryReport.withoutValue            blind    ok       ok       ok       ok       ok
DealHistoryReport.medianCycleDays         blind    ok       ok       ok       ok       ok
DealHistoryReport.months                  blind    ok       ok       ok       ok       ok
DealMonth.created                         blind    ok       ok       ok       ok       ok
DealMonth.won                             blind    ok       ok       ok       ok       ok
DealMonth.lost                            blind    ok       ok       ok       ok       ok
DealMonth.wonValue                        blind    ok       ok       ok       ok       ok
DealMonth.lostValue                       blind    ok       ok       ok       ok       ok
DealMonth.winRate                         blind    ok       ok       ok       ok       ok
DealMonth.month                           blind    ok       ok       ok       ok       ok
IndustryReport.nodes                      blind    ok       ok       ok       ok       ok
IndustryRow.industry                      blind    ok       ok       ok       ok       ok
IndustryRow.customers                     blind    ok       ok       ok       ok       ok
IndustryRow.active                        blind    ok       ok       ok       ok       ok
IndustryRow.share                         blind    ok       ok       ok       ok       ok
IndustryRow.value                         blind    ok       ok       ok       ok       ok
IndustryRow.valueShare                    blind    ok       ok       ok       ok       ok
IndustryRow.winRate                       blind    ok       ok       ok       ok       ok
KindCount.kind                            blind    ok       ok       ok       ok       ok
KindCount.count                           blind    ok       ok       ok       ok       ok
LifetimeValueReport.total                 blind    ok       ok       ok       ok       ok
LifetimeValueReport.customers             blind    ok       ok       ok       ok       ok
LifetimeValueReport.mean                  blind    ok       ok       ok       ok       ok
LifetimeValueReport.median                blind    ok       ok       ok       ok       ok
LifetimeValueReport.nodes                 blind    ok       ok       ok       ok       ok
LifetimeValueReport.pageInfo              blind    ok       ok       ok       ok       ok
Reports.lifetimeValue                     blind    ok       ok       ok       ok       ok
Reports.activeInactive                    blind    ok       ok       ok       ok       ok
Reports.industries                        blind    ok       ok       ok       ok       ok
Reports.dealHistory                       blind    ok       ok       ok       ok       ok
Reports.activityFrequency                 blind    ok       ok       ok       ok       ok
Reports.lifetimeValue(first)              blind    ok       ok       ok       ok       ok
Reports.lifetimeValue(after)              invalid  invalid  invalid  invalid  invalid  invalid
Reports.lifetimeValue(status)             blind    ok       ok       ok       ok       ok
Reports.lifetimeValue(industry)           blind    ok       ok       ok       ok       ok
Reports.activeInactive(from)              blind    ok       ok       ok       ok       ok
Reports.activeInactive(to)                blind    ok       ok       ok       ok       ok
Reports.dealHistory(from)                 blind    ok       ok       ok       ok       ok
Reports.dealHistory(to)                   blind    ok       ok       ok       ok       ok
Reports.activityFrequency(from)           blind    ok       ok       ok       ok       ok
Reports.activityFrequency(to)             blind    ok       ok       ok       ok       ok
StatusMonth.month                         blind    ok       ok       ok       ok       ok
StatusMonth.prospect                      blind    ok       ok       ok       ok       ok
StatusMonth.active                        blind    ok       ok       ok       ok       ok
StatusMonth.inactive                      blind    ok       ok       ok       ok       ok
StatusMonth.becameActive                  blind    ok       ok       ok       ok       ok
StatusMonth.cameBack                      blind    ok       ok       ok       ok       ok
StatusMonth.lost                          blind    ok       ok       ok       ok       ok
WeekCount.week                            blind    ok       ok       ok       ok       ok
WeekCount.count                           blind    ok       ok       ok       ok       ok

Mutation.createCustomer                   ok       refused  ok       ok       ok       refused
Mutation.createCustomer(payload)          ok       refused  ok       ok       ok       refused
Mutation.createCustomer(idempotencyKey)   ok       refused  ok       ok       ok       refused
Mutation.updateCustomer                   missing  refused  ok       ok       ok       refused
Mutation.updateCustomer(id)               missing  refused  ok       ok       ok       refused
Mutation.updateCustomer(payload)          missing  refused  ok       ok       ok       refused
Mutation.updateCustomer(version)          missing  refused  stale    stale    stale    refused
Mutation.archiveCustomer                  missing  refused  ok       ok       ok       refused
Mutation.archiveCustomer(id)              missing  refused  ok       ok       ok       refused
Mutation.archiveCustomer(version)         missing  refused  stale    stale    stale    refused
Mutation.restoreCustomer                  missing  refused  ok       ok       ok       refused
Mutation.restoreCustomer(id)              missing  refused  ok       ok       ok       refused
Mutation.restoreCustomer(version)         missing  refused  stale    stale    stale    refused
Mutation.createContact                    invalid  refused  ok       ok       ok       refused
Mutation.createContact(payload)           invalid  refused  ok       ok       ok       refused
Mutation.createContact(idempotencyKey)    invalid  refused  ok       ok       ok       refused
Mutation.updateContact                    missing  refused  ok       ok       ok       refused
Mutation.updateContact(id)                missing  refused  ok       ok       ok       refused
Mutation.updateContact(payload)           missing  refused  ok       ok       ok       refused
Mutation.updateContact(version)           missing  refused  stale    stale    stale    refused
Mutation.archiveContact                   missing  refused  ok       ok       ok       refused
Mutation.archiveContact(id)               missing  refused  ok       ok       ok       refused
Mutation.archiveContact(version)          missing  refused  stale    stale    stale    refused
Mutation.restoreContact                   missing  refused  ok       ok       ok       refused
Mutation.restoreContact(id)               missing  refused  ok       ok       ok       refused
Mutation.restoreContact(version)          missing  refused  stale    stale    stale    refused
Mutation.snoozeSign                       missing  refused  ok       ok       ok       refused
Mutation.snoozeSign(customer)             missing  refused  ok       ok       ok       refused
Mutation.snoozeSign(code)                 missing  refused  ok       ok       ok       refused
Mutation.snoozeSign(until)                missing  refused  ok       ok       ok       refused
Mutation.snoozeSign(reason)               missing  refused  ok       ok       ok       refused
Mutation.wakeSign                         missing  refused  ok       ok       ok       refused
Mutation.wakeSign(customer)               missing  refused  ok       ok       ok       refused
Mutation.wakeSign(code)                   missing  refused  ok       ok       ok       refused
Mutation.setPrimaryContact                missing  refused  ok       ok       ok       refused
Mutation.setPrimaryContact(id)            missing  refused  ok       ok       ok       refused
Mutation.setPrimaryContact(version)       missing  refused  stale    stale    stale    refused
Mutation.createLead                       ok       refused  ok       ok       ok       refused
Mutation.createLead(payload)              ok       refused  ok       ok       ok       refused
Mutation.createLead(idempotencyKey)       ok       refused  ok       ok       ok       refused
Mutation.updateLead                       missing  refused  ok       ok       ok       refused
Mutation.updateLead(id)                   missing  refused  ok       ok       ok       refused
Mutation.updateLead(payload)              missing  refused  ok       ok       ok       refused
Mutation.updateLead(version)              missing  refused  stale    stale    stale    refused
Mutation.archiveLead                      missing  refused  ok       ok       ok       refused
Mutation.archiveLead(id)                  missing  refused  ok       ok       ok       refused
Mutation.archiveLead(version)             missing  refused  stale    stale    stale    refused
Mutation.restoreLead                      missing  refused  ok       ok       ok       refused
Mutation.restoreLead(id)                  missing  refused  ok       ok       ok       refused
Mutation.restoreLead(version)             missing  refused  stale    stale    stale    refused
Mutation.convertLead                      missing  refused  ok       ok       ok       refused
Mutation.convertLead(id)                  missing  refused  ok       ok       ok       refused
Mutation.convertLead(payload)             missing  refused  ok       ok       ok       refused
Mutation.convertLead(idempotencyKey)      missing  refused  ok       ok       ok       refused
Mutation.createDeal                       invalid  refused  ok       ok       ok       refused
Mutation.createDeal(payload)              invalid  refused  ok       ok       ok       refused
Mutation.createDeal(idempotencyKey)       invalid  refused  ok       ok       ok       refused
Mutation.updateDeal                       missing  refused  ok       ok       ok       refused
Mutation.updateDeal(id)                   missing  refused  ok       ok       ok       refused
Mutation.updateDeal(payload)              missing  refused  ok       ok       ok       refused
Mutation.updateDeal(version)              missing  refused  stale    stale    stale    refused
Mutation.archiveDeal                      missing  refused  ok       ok       ok       refused
Mutation.archiveDeal(id)                  missing  refused  ok       ok       ok       refused
Mutation.archiveDeal(version)             missing  refused  stale    stale    stale    refused
Mutation.restoreDeal                      missing  refused  ok       ok       ok       refused
Mutation.restoreDeal(id)                  missing  refused  ok       ok       ok       refused
Mutation.restoreDeal(version)             missing  refused  stale    stale    stale    refused
Mutation.moveDeal                         missing  refused  ok       ok       ok       refused
Mutation.moveDeal(id)                     missing  refused  ok       ok       ok       refused
Mutation.moveDeal(stage)                  missing  refused  ok       ok       ok       refused
Mutation.moveDeal(at)                     missing  refused  ok       ok       ok       refused
Mutation.moveDeal(version)                missing  refused  stale    stale    stale    refused
Mutation.winDeal                          missing  refused  ok       ok       ok       refused
Mutation.winDeal(id)                      missing  refused  ok       ok       ok       refused
Mutation.winDeal(at)                      missing  refused  ok       ok       ok       refused
Mutation.winDeal(version)                 missing  refused  stale    stale    stale    refused
Mutation.loseDeal                         missing  refused  ok       ok       ok       refused
Mutation.loseDeal(id)                     missing  refused  ok       ok       ok       refused
Mutation.loseDeal(reason)                 missing  refused  ok       ok       ok       refused
Mutation.loseDeal(at)                     missing  refused  ok       ok       ok       refused
Mutation.loseDeal(version)                missing  refused  stale    stale    stale    refused
Mutation.reopenDeal                       missing  refused  ok       ok       ok       refused
Mutation.reopenDeal(id)                   missing  refused  ok       ok       ok       refused
Mutation.reopenDeal(stage)                missing  refused  ok       ok       ok       refused
Mutation.reopenDeal(version)              missing  refused  stale    stale    stale    refused
Mutation.createActivity                   invalid  refused  ok       ok       ok       refused
Mutation.createActivity(payload)          invalid  refused  ok       ok       ok       refused
Mutation.createActivity(idempotencyKey)   invalid  refused  ok       ok       ok       refused
Mutation.updateActivity                   missing  refused  ok       ok       ok       refused
Mutation.updateActivity(payload)          missing  refused  ok       ok       ok       refused
Mutation.updateActivity(id)               missing  refused  ok       ok       ok       refused
Mutation.updateActivity(version)          missing  refused  stale    stale    stale    refused
Mutation.archiveActivity                  missing  refused  ok       ok       ok       refused
Mutation.archiveActivity(id)              missing  refused  ok       ok       ok       refused
Mutation.archiveActivity(version)         missing  refused  stale    stale    stale    refused
Mutation.restoreActivity                  missing  refused  ok       ok       ok       refused
Mutation.restoreActivity(id)              missing  refused  ok       ok       ok       refused
Mutation.restoreActivity(version)         missing  refused  stale    stale    stale    refused
Mutation.completeActivity                 missing  refused  ok       ok       ok       refused
Mutation.completeActivity(id)             missing  refused  ok       ok       ok       refused
Mutation.completeActivity(at)             missing  refused  ok       ok       ok       refused
Mutation.completeActivity(version)        missing  refused  stale    stale    stale    refused
Mutation.reopenActivity                   missing  refused  ok       ok       ok       refused
Mutation.reopenActivity(id)               missing  refused  ok       ok       ok       refused
Mutation.reopenActivity(version)          missing  refused  stale    stale    stale    refused
Mutation.createNote                       invalid  refused  ok       ok       ok       refused
Mutation.createNote(payload)              invalid  refused  ok       ok       ok       refused
Mutation.createNote(idempotencyKey)       invalid  refused  ok       ok       ok       refused
Mutation.updateNote                       missing  refused  ok       ok       ok       refused
Mutation.updateNote(payload)              missing  refused  ok       ok       ok       refused
Mutation.updateNote(id)                   missing  refused  ok       ok       ok       refused
Mutation.updateNote(version)              missing  refused  stale    stale    stale    refused
Mutation.archiveNote                      missing  refused  ok       ok       ok       refused
Mutation.archiveNote(id)                  missing  refused  ok       ok       ok       refused
Mutation.archiveNote(version)             missing  refused  stale    stale    stale    refused
Mutation.restoreNote                      missing  refused  ok       ok       ok       refused
Mutation.restoreNote(id)                  missing  refused  ok       ok       ok       refused
Mutation.restoreNote(version)             missing  refused  stale    stale    stale    refused
Mutation.pinNote                          missing  refused  ok       ok       ok       refused
Mutation.pinNote(id)                      missing  refused  ok       ok       ok       refused
Mutation.pinNote(version)                 missing  refused  stale    stale    stale    refused
Mutation.unpinNote                        missing  refused  ok       ok       ok       refused
Mutation.unpinNote(id)                    missing  refused  ok       ok       ok       refused
Mutation.unpinNote(version)               missing  refused  stale    stale    stale    refused

CustomerInput.name                        ok       refused  ok       ok       ok       refused
CustomerInput.kind                        ok       refused  ok       ok       ok       refused
CustomerInput.status                      ok       refused  ok       ok       ok       refused
CustomerInput.industry                    ok       refused  ok       ok       ok       refused
CustomerInput.website                     ok       refused  ok       ok       ok       refused
CustomerInput.owner                       ok       refused  ok       ok       ok       refused
CustomerInput.createdAt                   refused  refused  refused  ok       ok       refused
CustomerChanges.name                      missing  refused  ok       ok       ok       refused
CustomerChanges.kind                      missing  refused  ok       ok       ok       refused
CustomerChanges.status                    missing  refused  ok       ok       ok       refused
CustomerChanges.industry                  missing  refused  ok       ok       ok       refused
CustomerChanges.website                   missing  refused  ok       ok       ok       refused
CustomerChanges.owner                     missing  refused  ok       ok       ok       refused
ContactInput.customer                     invalid  refused  ok       ok       ok       refused
ContactInput.name                         invalid  refused  ok       ok       ok       refused
ContactInput.title                        invalid  refused  ok       ok       ok       refused
ContactInput.email                        invalid  refused  ok       ok       ok       refused
ContactInput.phone                        invalid  refused  ok       ok       ok       refused
ContactInput.createdAt                    refused  refused  refused  ok       ok       refused
ContactChanges.name                       missing  refused  ok       ok       ok       refused
ContactChanges.title                      missing  refused  ok       ok       ok       refused
ContactChanges.email                      missing  refused  ok       ok       ok       refused
ContactChanges.phone                      missing  refused  ok       ok       ok       refused
LeadInput.name                            ok       refused  ok       ok       ok       refused
LeadInput.company                         ok       refused  ok       ok       ok       refused
LeadInput.title                           ok       refused  ok       ok       ok       refused
LeadInput.email                           ok       refused  ok       ok       ok       refused
LeadInput.phone                           ok       refused  ok       ok       ok       refused
LeadInput.website                         ok       refused  ok       ok       ok       refused
LeadInput.industry                        ok       refused  ok       ok       ok       refused
LeadInput.source                          ok       refused  ok       ok       ok       refused
LeadInput.status                          ok       refused  ok       ok       ok       refused
LeadInput.owner                           ok       refused  ok       ok       ok       refused
LeadInput.createdAt                       refused  refused  refused  ok       ok       refused
LeadChanges.name                          missing  refused  ok       ok       ok       refused
LeadChanges.company                       missing  refused  ok       ok       ok       refused
LeadChanges.title                         missing  refused  ok       ok       ok       refused
LeadChanges.email                         missing  refused  ok       ok       ok       refused
LeadChanges.phone                         missing  refused  ok       ok       ok       refused
LeadChanges.website                       missing  refused  ok       ok       ok       refused
LeadChanges.industry                      missing  refused  ok       ok       ok       refused
LeadChanges.source                        missing  refused  ok       ok       ok       refused
LeadChanges.status                        missing  refused  ok       ok       ok       refused
LeadChanges.owner                         missing  refused  ok       ok       ok       refused
ConversionInput.customer                  missing  refused  ok       ok       ok       refused
ConversionInput.contact                   missing  refused  ok       ok       ok       refused
ConversionInput.dealName                  missing  refused  ok       ok       ok       refused
ConversionInput.dealValue                 missing  refused  ok       ok       ok       refused
ConversionInput.dealStage                 missing  refused  ok       ok       ok       refused
DealInput.customer                        invalid  refused  ok       ok       ok       refused
DealInput.name                            invalid  refused  ok       ok       ok       refused
DealInput.value                           invalid  refused  ok       ok       ok       refused
DealInput.stage                           invalid  refused  ok       ok       ok       refused
DealInput.expectedClose                   invalid  refused  ok       ok       ok       refused
DealInput.owner                           invalid  refused  ok       ok       ok       refused
DealInput.contacts                        invalid  refused  ok       ok       ok       refused
DealInput.lostReason                      invalid  refused  ok       ok       ok       refused
DealInput.createdAt                       refused  refused  refused  ok       ok       refused
DealChanges.name                          missing  refused  ok       ok       ok       refused
DealChanges.value                         missing  refused  ok       ok       ok       refused
DealChanges.stage                         missing  refused  ok       ok       ok       refused
DealChanges.expectedClose                 missing  refused  ok       ok       ok       refused
DealChanges.owner                         missing  refused  ok       ok       ok       refused
DealChanges.contacts                      missing  refused  ok       ok       ok       refused
DealChanges.lostReason                    missing  refused  ok       ok       ok       refused
ActivityInput.customer                    invalid  refused  ok       ok       ok       refused
ActivityInput.lead                        invalid  refused  ok       ok       ok       refused
ActivityInput.kind                        invalid  refused  ok       ok       ok       refused
ActivityInput.subject                     invalid  refused  ok       ok       ok       refused
ActivityInput.body                        invalid  refused  ok       ok       ok       refused
ActivityInput.dueOn                       invalid  refused  ok       ok       ok       refused
ActivityInput.dueAt                       invalid  refused  ok       ok       ok       refused
ActivityInput.completedAt                 invalid  refused  ok       ok       ok       refused
ActivityInput.minutes                     invalid  refused  ok       ok       ok       refused
ActivityInput.outcome                     invalid  refused  ok       ok       ok       refused
ActivityInput.deal                        invalid  refused  ok       ok       ok       refused
ActivityInput.contacts                    invalid  refused  ok       ok       ok       refused
ActivityInput.owner                       invalid  refused  ok       ok       ok       refused
ActivityInput.createdAt                   refused  refused  refused  ok       ok       refused
ActivityChanges.kind                      missing  refused  ok       ok       ok       refused
ActivityChanges.subject                   missing  refused  ok       ok       ok       refused
ActivityChanges.body                      missing  refused  ok       ok       ok       refused
ActivityChanges.dueOn                     missing  refused  ok       ok       ok       refused
ActivityChanges.dueAt                     missing  refused  ok       ok       ok       refused
ActivityChanges.completedAt               missing  refused  ok       ok       ok       refused
ActivityChanges.minutes                   missing  refused  ok       ok       ok       refused
ActivityChanges.outcome                   missing  refused  ok       ok       ok       refused
ActivityChanges.deal                      missing  refused  ok       ok       ok       refused
ActivityChanges.contacts                  missing  refused  ok       ok       ok       refused
ActivityChanges.owner                     missing  refused  ok       ok       ok       refused
NoteInput.customer                        invalid  refused  ok       ok       ok       refused
NoteInput.lead                            invalid  refused  ok       ok       ok       refused
NoteInput.body                            invalid  refused  ok       ok       ok       refused
NoteInput.notedOn                         invalid  refused  ok       ok       ok       refused
NoteInput.deal                            invalid  refused  ok       ok       ok       refused
NoteInput.createdAt                       refused  refused  refused  ok       ok       refused
NoteChanges.body                          missing  refused  ok       ok       ok       refused
NoteChanges.notedOn                       missing  refused  ok       ok       ok       refused
NoteChanges.deal                          missing  refused  ok       ok       ok       refused

User.id                                   ok       ok       ok       ok       ok       ok
User.username                             ok       ok       ok       ok       ok       ok
User.name                                 ok       ok       ok       ok       ok       ok
Customer.id                               missing  ok       ok       ok       ok       ok
Customer.createdAt                        missing  ok       ok       ok       ok       ok
Customer.updatedAt                        missing  ok       ok       ok       ok       ok
Customer.version                          missing  ok       ok       ok       ok       ok
Customer.name                             missing  ok       ok       ok       ok       ok
Customer.kind                             missing  ok       ok       ok       ok       ok
Customer.status                           missing  ok       ok       ok       ok       ok
Customer.owner                            missing  ok       ok       ok       ok       ok
Customer.archivedAt                       missing  ok       ok       ok       ok       ok
Customer.industry                         missing  ok       ok       ok       ok       ok
Customer.website                          missing  ok       ok       ok       ok       ok
Customer.primaryContact                   missing  ok       ok       ok       ok       ok
Customer.contacts                         missing  ok       ok       ok       ok       ok
Customer.contacts(first)                  missing  ok       ok       ok       ok       ok
Customer.contacts(after)                  missing  invalid  invalid  invalid  invalid  invalid
Contact.id                                missing  ok       ok       ok       ok       ok
Contact.createdAt                         missing  ok       ok       ok       ok       ok
Contact.updatedAt                         missing  ok       ok       ok       ok       ok
Contact.version                           missing  ok       ok       ok       ok       ok
Contact.name                              missing  ok       ok       ok       ok       ok
Contact.isPrimary                         missing  ok       ok       ok       ok       ok
Contact.archivedAt                        missing  ok       ok       ok       ok       ok
Contact.customer                          missing  ok       ok       ok       ok       ok
Contact.email                             missing  ok       ok       ok       ok       ok
Contact.phone                             missing  ok       ok       ok       ok       ok
Contact.title                             missing  ok       ok       ok       ok       ok
Customer.leads                            missing  ok       ok       ok       ok       ok
Customer.leads(first)                     missing  ok       ok       ok       ok       ok
Customer.leads(after)                     missing  invalid  invalid  invalid  invalid  invalid
Lead.id                                   missing  ok       ok       ok       ok       ok
Lead.createdAt                            missing  ok       ok       ok       ok       ok
Lead.updatedAt                            missing  ok       ok       ok       ok       ok
Lead.version                              missing  ok       ok       ok       ok       ok
Lead.archivedAt                           missing  ok       ok       ok       ok       ok
Lead.name                                 missing  ok       ok       ok       ok       ok
Lead.status                               missing  ok       ok       ok       ok       ok
Lead.company                              missing  ok       ok       ok       ok       ok
Lead.title                                missing  ok       ok       ok       ok       ok
Lead.email                                missing  ok       ok       ok       ok       ok
Lead.phone                                missing  ok       ok       ok       ok       ok
Lead.website                              missing  ok       ok       ok       ok       ok
Lead.industry                             missing  ok       ok       ok       ok       ok
Lead.source                               missing  ok       ok       ok       ok       ok
Lead.owner                                missing  ok       ok       ok       ok       ok
Lead.by                                   missing  ok       ok       ok       ok       ok
Lead.customer                             missing  ok       ok       ok       ok       ok
Lead.convertedAt                          missing  ok       ok       ok       ok       ok
Customer.deals                            missing  ok       ok       ok       ok       ok
Customer.deals(outcome)                   missing  ok       ok       ok       ok       ok
Customer.deals(first)                     missing  ok       ok       ok       ok       ok
Customer.deals(after)                     missing  invalid  invalid  invalid  invalid  invalid
Customer.lifetimeValue                    missing  ok       ok       ok       ok       ok
Customer.openValue                        missing  ok       ok       ok       ok       ok
Customer.weightedValue                    missing  ok       ok       ok       ok       ok
Deal.id                                   missing  ok       ok       ok       ok       ok
Deal.createdAt                            missing  ok       ok       ok       ok       ok
Deal.updatedAt                            missing  ok       ok       ok       ok       ok
Deal.version                              missing  ok       ok       ok       ok       ok
Deal.name                                 missing  ok       ok       ok       ok       ok
Deal.stage                                missing  ok       ok       ok       ok       ok
Deal.expectedClose                        missing  ok       ok       ok       ok       ok
Deal.archivedAt                           missing  ok       ok       ok       ok       ok
Deal.outcome                              missing  ok       ok       ok       ok       ok
Deal.enteredAt                            missing  ok       ok       ok       ok       ok
Deal.closedAt                             missing  ok       ok       ok       ok       ok
Deal.customer                             missing  ok       ok       ok       ok       ok
Deal.value                                missing  ok       ok       ok       ok       ok
Deal.lostReason                           missing  ok       ok       ok       ok       ok
Deal.owner                                missing  ok       ok       ok       ok       ok
Deal.pipeline                             missing  ok       ok       ok       ok       ok
Deal.contacts                             missing  ok       ok       ok       ok       ok
Stage.id                                  missing  ok       ok       ok       ok       ok
Stage.name                                missing  ok       ok       ok       ok       ok
Stage.probability                         missing  ok       ok       ok       ok       ok
Stage.outcome                             missing  ok       ok       ok       ok       ok
Stage.stalledAfter                        missing  ok       ok       ok       ok       ok
Pipeline.id                               ok       ok       ok       ok       ok       ok
Pipeline.name                             ok       ok       ok       ok       ok       ok
Pipeline.isDefault                        ok       ok       ok       ok       ok       ok
Pipeline.stages                           ok       ok       ok       ok       ok       ok
Customer.history                          missing  ok       ok       ok       ok       ok
Customer.history(first)                   missing  ok       ok       ok       ok       ok
Customer.history(after)                   missing  invalid  invalid  invalid  invalid  invalid
History.nodes                             missing  ok       ok       ok       ok       ok
History.pageInfo                          missing  ok       ok       ok       ok       ok
Change.at                                 missing  ok       ok       ok       ok       ok
Change.by                                 missing  ok       ok       ok       ok       ok
Change.door                               missing  ok       ok       ok       ok       ok
Change.field                              missing  ok       ok       ok       ok       ok
Change.old                                missing  ok       ok       ok       ok       ok
Change.new                                missing  ok       ok       ok       ok       ok
Activity.id                               missing  ok       ok       ok       ok       ok
Activity.createdAt                        missing  ok       ok       ok       ok       ok
Activity.updatedAt                        missing  ok       ok       ok       ok       ok
Activity.version                          missing  ok       ok       ok       ok       ok
Activity.archivedAt                       missing  ok       ok       ok       ok       ok
Activity.kind                             missing  ok       ok       ok       ok       ok
Activity.subject                          missing  ok       ok       ok       ok       ok
Activity.dueOn                            missing  ok       ok       ok       ok       ok
Activity.dueAt                            missing  ok       ok       ok       ok       ok
Activity.minutes                          missing  ok       ok       ok       ok       ok
Activity.completedAt                      missing  ok       ok       ok       ok       ok
Activity.customer                         missing  ok       ok       ok       ok       ok
Activity.lead                             missing  ok       ok       ok       ok       ok
Activity.deal                             missing  ok       ok       ok       ok       ok
Activity.contacts                         missing  ok       ok       ok       ok       ok
Activity.body                             missing  ok       ok       ok       ok       ok
Activity.outcome                          missing  ok       ok       ok       ok       ok
Activity.completedBy                      missing  ok       ok       ok       ok       ok
Activity.owner                            missing  ok       ok       ok       ok       ok
Activity.note                             missing  ok       ok       ok       ok       ok
Customer.activities                       missing  ok       ok       ok       ok       ok
Customer.activities(first)                missing  ok       ok       ok       ok       ok
Customer.activities(after)                missing  invalid  invalid  invalid  invalid  invalid
Customer.activities(open)                 missing  ok       ok       ok       ok       ok
Customer.notes                            missing  ok       ok       ok       ok       ok
Customer.notes(first)                     missing  ok       ok       ok       ok       ok
Customer.notes(after)                     missing  invalid  invalid  invalid  invalid  invalid
Customer.timeline                         missing  ok       ok       ok       ok       ok
Customer.timeline(first)                  missing  ok       ok       ok       ok       ok
Customer.timeline(after)                  missing  invalid  invalid  invalid  invalid  invalid
Customer.timeline(kinds)                  missing  ok       ok       ok       ok       ok
Customer.lastContactAt                    missing  ok       ok       ok       ok       ok
Customer.health                           missing  ok       ok       ok       ok       ok
Health.level                              missing  ok       ok       ok       ok       ok
Health.signs                              missing  ok       ok       ok       ok       ok
Sign.code                                 missing  ok       ok       ok       ok       ok
Sign.sentence                             missing  ok       ok       ok       ok       ok
Sign.why                                  missing  ok       ok       ok       ok       ok
Sign.since                                missing  ok       ok       ok       ok       ok
Customer.nextStep                         missing  ok       ok       ok       ok       ok
Note.id                                   missing  ok       ok       ok       ok       ok
Note.createdAt                            missing  ok       ok       ok       ok       ok
Note.updatedAt                            missing  ok       ok       ok       ok       ok
Note.version                              missing  ok       ok       ok       ok       ok
Note.archivedAt                           missing  ok       ok       ok       ok       ok
Note.body                                 missing  ok       ok       ok       ok       ok
Note.notedOn                              missing  ok       ok       ok       ok       ok
Note.isPinned                             missing  ok       ok       ok       ok       ok
Note.at                                   missing  ok       ok       ok       ok       ok
Note.editedAt                             missing  ok       ok       ok       ok       ok
Note.customer                             missing  ok       ok       ok       ok       ok
Note.lead                                 missing  ok       ok       ok       ok       ok
Note.deal                                 missing  ok       ok       ok       ok       ok
Note.by                                   missing  ok       ok       ok       ok       ok
Timeline.nodes                            missing  ok       ok       ok       ok       ok
Timeline.pageInfo                         missing  ok       ok       ok       ok       ok
TimelineEntry.kind                        missing  ok       ok       ok       ok       ok
TimelineEntry.at                          missing  ok       ok       ok       ok       ok
TimelineEntry.by                          missing  ok       ok       ok       ok       ok
TimelineEntry.text                        missing  ok       ok       ok       ok       ok
NextStep.activity                         missing  ok       ok       ok       ok       ok
NextStep.dueOn                            missing  ok       ok       ok       ok       ok
NextStep.subject                          missing  ok       ok       ok       ok       ok
CustomerConnection.edges                  blind    ok       ok       ok       ok       ok
CustomerConnection.nodes                  blind    ok       ok       ok       ok       ok
CustomerConnection.pageInfo               blind    ok       ok       ok       ok       ok
CustomerConnection.totalCount             blind    ok       ok       ok       ok       ok
CustomerEdge.cursor                       blind    ok       ok       ok       ok       ok
CustomerEdge.node                         blind    ok       ok       ok       ok       ok
ContactConnection.edges                   blind    ok       ok       ok       ok       ok
ContactConnection.nodes                   blind    ok       ok       ok       ok       ok
ContactConnection.pageInfo                blind    ok       ok       ok       ok       ok
ContactConnection.totalCount              blind    ok       ok       ok       ok       ok
ContactEdge.cursor                        blind    ok       ok       ok       ok       ok
ContactEdge.node                          blind    ok       ok       ok       ok       ok
LeadConnection.edges                      blind    ok       ok       ok       ok       ok
LeadConnection.nodes                      blind    ok       ok       ok       ok       ok
LeadConnection.pageInfo                   blind    ok       ok       ok       ok       ok
LeadConnection.totalCount                 blind    ok       ok       ok       ok       ok
LeadEdge.cursor                           blind    ok       ok       ok       ok       ok
LeadEdge.node                             blind    ok       ok       ok       ok       ok
DealConnection.edges                      blind    ok       ok       ok       ok       ok
DealConnection.nodes                      blind    ok       ok       ok       ok       ok
DealConnection.pageInfo                   blind    ok       ok       ok       ok       ok
DealConnection.totalCount                 blind    ok       ok       ok       ok       ok
DealEdge.cursor                           blind    ok       ok       ok       ok       ok
DealEdge.node                             blind    ok       ok       ok       ok       ok
ActivityConnection.edges                  blind    ok       ok       ok       ok       ok
ActivityConnection.totalCount             blind    ok       ok       ok       ok       ok
ActivityConnection.nodes                  blind    ok       ok       ok       ok       ok
ActivityConnection.pageInfo               blind    ok       ok       ok       ok       ok
ActivityEdge.cursor                       blind    ok       ok       ok       ok       ok
ActivityEdge.node                         blind    ok       ok       ok       ok       ok
NoteConnection.edges                      blind    ok       ok       ok       ok       ok
NoteConnection.totalCount                 blind    ok       ok       ok       ok       ok
NoteConnection.nodes                      blind    ok       ok       ok       ok       ok
NoteConnection.pageInfo                   blind    ok       ok       ok       ok       ok
NoteEdge.cursor                           blind    ok       ok       ok       ok       ok
NoteEdge.node                             blind    ok       ok       ok       ok       ok
PageInfo.hasNextPage                      blind    ok       ok       ok       ok       ok
PageInfo.endCursor                        blind    ok       ok       ok       ok       ok
"""

CODES = {
    "ok": "ok",
    "blind": "ok",
    "nobody": "UNAUTHENTICATED",
    "missing": "NOT_FOUND",
    "refused": "FORBIDDEN",
    "invalid": "INVALID",
    "stale": "CONFLICT",
}

# What an argument or an input's field is tried with. A field is always asked with what it
# requires, and an input that is not here stands for the fields that it requires itself.
VALUES = {
    "Query.customer(id)": "{halden}",
    "Query.customers(search)": "halden",
    "Query.customers(status)": ["active"],
    "Query.customers(industry)": ["Logistics"],
    "Query.customers(owner)": ["{owner}"],
    "Query.customers(health)": ["at_risk", "watch", "good", "new"],
    "Query.customers(hasNextStep)": False,
    "Query.customers(archived)": True,
    "Query.customers(orderBy)": "-created_at",
    "Query.customers(first)": 1,
    "Query.customers(after)": "{cursor}",
    "Query.reports(owner)": "{owner}",
    "Reports.lifetimeValue(first)": 1,
    "Reports.lifetimeValue(after)": "{cursor}",
    "Reports.lifetimeValue(status)": ["active"],
    "Reports.lifetimeValue(industry)": ["Logistics"],
    **{
        f"Reports.{report}({bound})": day
        for report in ("activeInactive", "dealHistory", "activityFrequency")
        for bound, day in (("from", MONTHS_AGO), ("to", SOON))
    },
    "Mutation.snoozeSign(customer)": "{halden}",
    "Mutation.snoozeSign(code)": "NO_NEXT_STEP",
    "Mutation.snoozeSign(until)": SOON,
    "Mutation.snoozeSign(reason)": "Their board meets first",
    "Mutation.wakeSign(customer)": "{halden}",
    "Mutation.wakeSign(code)": "NO_NEXT_STEP",
    "Query.contact(id)": "{maren}",
    "Query.contacts(search)": "maren",
    "Query.contacts(customer)": "{halden}",
    "Query.contacts(owner)": ["{owner}"],
    "Query.contacts(primary)": True,
    "Query.contacts(archived)": True,
    "Query.contacts(orderBy)": "-name",
    "Query.contacts(first)": 1,
    "Query.contacts(after)": "{cursor}",
    "Customer.contacts(first)": 1,
    "Customer.contacts(after)": "{cursor}",
    "Mutation.createContact(idempotencyKey)": "one",
    "Mutation.updateContact(id)": "{maren}",
    "Mutation.updateContact(version)": 7,
    "Mutation.archiveContact(id)": "{maren}",
    "Mutation.archiveContact(version)": 7,
    "Mutation.restoreContact(id)": "{gone}",
    "Mutation.restoreContact(version)": 7,
    "Mutation.setPrimaryContact(id)": "{maren}",
    "Mutation.setPrimaryContact(version)": 7,
    "ContactInput.customer": "{halden}",
    "ContactInput.name": "Idris Calloway",
    "ContactInput.title": "Fleet IT Lead",
    "ContactInput.email": "idris@haldenfreight.example",
    "ContactInput.phone": "+1 555 0144",
    "ContactInput.createdAt": "2020-05-31T12:00:00Z",
    "ContactChanges.name": "Mine",
    "ContactChanges.title": "Mine",
    "ContactChanges.email": "mine@mine.example",
    "ContactChanges.phone": "+1 555 0100",
    "Query.lead(id)": "{lead}",
    "Query.leads(search)": "orrin",
    "Query.leads(status)": ["qualified"],
    "Query.leads(source)": ["Website form"],
    "Query.leads(owner)": ["{owner}"],
    "Query.leads(state)": "open",
    "Query.leads(archived)": True,
    "Query.leads(orderBy)": "name",
    "Query.leads(first)": 1,
    "Query.leads(after)": "{cursor}",
    "Customer.leads(first)": 1,
    "Customer.leads(after)": "{cursor}",
    "Mutation.createLead(idempotencyKey)": "one",
    "Mutation.updateLead(id)": "{lead}",
    "Mutation.updateLead(version)": 7,
    "Mutation.archiveLead(id)": "{lead}",
    "Mutation.archiveLead(version)": 7,
    "Mutation.restoreLead(id)": "{old_lead}",
    "Mutation.restoreLead(version)": 7,
    "Mutation.convertLead(id)": "{lead}",
    "Mutation.convertLead(idempotencyKey)": "one",
    "LeadInput.name": "Sable Prentiss",
    "LeadInput.company": "Harbour & Vine",
    "LeadInput.title": "Owner",
    "LeadInput.email": "sable@harbour.example",
    "LeadInput.phone": "+1 555 0144",
    "LeadInput.website": "harbour.example",
    "LeadInput.industry": "Logistics",
    "LeadInput.source": "Trade show",
    "LeadInput.status": "contacted",
    "LeadInput.owner": "{owner}",
    "LeadInput.createdAt": "2020-05-31T12:00:00Z",
    "LeadChanges.name": "Mine",
    "LeadChanges.company": "Mine",
    "LeadChanges.title": "Mine",
    "LeadChanges.email": "mine@mine.example",
    "LeadChanges.phone": "+1 555 0100",
    "LeadChanges.website": "mine.example",
    "LeadChanges.industry": "Mining",
    "LeadChanges.source": "Mine",
    "LeadChanges.status": "unqualified",
    "LeadChanges.owner": "{stranger}",
    "ConversionInput.customer": "{halden}",
    "ConversionInput.contact": False,
    "ConversionInput.dealName": "Silo monitoring",
    "ConversionInput.dealValue": "42,000",
    "ConversionInput.dealStage": "{stage}",
    "Query.deal(id)": "{deal}",
    "Query.deals(search)": "fleet",
    "Query.deals(customer)": "{halden}",
    "Query.deals(owner)": ["{owner}"],
    "Query.deals(stage)": ["{stage}"],
    "Query.deals(outcome)": ["open", "lost"],
    "Query.deals(stalled)": False,
    "Query.deals(closingFrom)": "2026-05-31",
    "Query.deals(closingUntil)": "2030-05-31",
    "Query.deals(valueFrom)": "1",
    "Query.deals(valueTo)": "1,000.50",
    "Query.deals(customerStatus)": ["active"],
    "Query.deals(pipeline)": "{pipeline}",
    "Query.deals(archived)": True,
    "Query.deals(orderBy)": "-expectedClose",
    "Query.deals(first)": 1,
    "Query.deals(after)": "{cursor}",
    "Customer.deals(outcome)": ["open"],
    "Customer.deals(first)": 1,
    "Customer.deals(after)": "{cursor}",
    "Mutation.createDeal(idempotencyKey)": "one",
    "Mutation.updateDeal(id)": "{deal}",
    "Mutation.updateDeal(version)": 7,
    "Mutation.archiveDeal(id)": "{deal}",
    "Mutation.archiveDeal(version)": 7,
    "Mutation.restoreDeal(id)": "{lost_deal}",
    "Mutation.restoreDeal(version)": 7,
    "Mutation.moveDeal(id)": "{deal}",
    "Mutation.moveDeal(version)": 7,
    "Mutation.moveDeal(stage)": "{stage}",
    "Mutation.moveDeal(at)": "{entered}",
    "Mutation.winDeal(id)": "{deal}",
    "Mutation.winDeal(version)": 7,
    "Mutation.winDeal(at)": "{entered}",
    "Mutation.loseDeal(id)": "{deal}",
    "Mutation.loseDeal(version)": 7,
    "Mutation.loseDeal(reason)": "Too dear",
    "Mutation.loseDeal(at)": "{entered}",
    "Mutation.reopenDeal(id)": "{lost_deal}",
    "Mutation.reopenDeal(version)": 7,
    "Mutation.reopenDeal(stage)": "{stage}",
    "DealInput.customer": "{halden}",
    "DealInput.name": "Fleet renewal",
    "DealInput.value": "1,234.50",
    "DealInput.stage": "{stage}",
    "DealInput.expectedClose": "2027-01-31",
    "DealInput.owner": "{owner}",
    "DealInput.contacts": ["{maren}"],
    "DealInput.lostReason": "",
    "DealInput.createdAt": "2020-05-31T12:00:00Z",
    "DealChanges.name": "Mine",
    "DealChanges.value": "0.01",
    "DealChanges.stage": "{stage}",
    "DealChanges.expectedClose": "2027-01-31",
    "DealChanges.owner": "{owner}",
    "DealChanges.contacts": ["{maren}"],
    "DealChanges.lostReason": "",
    "Query.activity(id)": "{activity}",
    "Query.activities(customer)": "{halden}",
    "Query.activities(lead)": "{lead}",
    "Query.activities(deal)": "{deal}",
    "Query.activities(kind)": ["call"],
    "Query.activities(owner)": ["{owner}"],
    "Query.activities(open)": True,
    "Query.activities(archived)": True,
    "Query.activities(orderBy)": "-dueOn",
    "Query.activities(first)": 1,
    "Query.activities(after)": "{cursor}",
    "Query.note(id)": "{note}",
    "Query.notes(customer)": "{halden}",
    "Query.notes(lead)": "{lead}",
    "Query.notes(deal)": "{deal}",
    "Query.notes(archived)": True,
    "Query.notes(orderBy)": "at",
    "Query.notes(first)": 1,
    "Query.notes(after)": "{cursor}",
    "Customer.activities(open)": True,
    "Customer.activities(first)": 1,
    "Customer.activities(after)": "{cursor}",
    "Customer.notes(first)": 1,
    "Customer.notes(after)": "{cursor}",
    "Customer.timeline(kinds)": ["note", "call"],
    "Customer.timeline(first)": 1,
    "Customer.timeline(after)": "{cursor}",
    "Mutation.createActivity(idempotencyKey)": "one",
    "Mutation.updateActivity(id)": "{activity}",
    "Mutation.updateActivity(version)": 7,
    "Mutation.archiveActivity(id)": "{activity}",
    "Mutation.archiveActivity(version)": 7,
    "Mutation.restoreActivity(id)": "{old_activity}",
    "Mutation.restoreActivity(version)": 7,
    "Mutation.completeActivity(id)": "{activity}",
    "Mutation.completeActivity(version)": 7,
    "Mutation.completeActivity(at)": "{entered}",
    "Mutation.reopenActivity(id)": "{old_activity}",
    "Mutation.reopenActivity(version)": 7,
    "ActivityInput.customer": "{halden}",
    "ActivityInput.lead": "{lead}",
    "ActivityInput.kind": "meeting",
    "ActivityInput.subject": "Kick-off",
    "ActivityInput.body": "Bring charts",
    "ActivityInput.dueOn": "2027-01-31",
    "ActivityInput.dueAt": "2027-01-31T09:00:00Z",
    "ActivityInput.completedAt": "2020-05-31T12:00:00Z",
    "ActivityInput.minutes": 30,
    "ActivityInput.outcome": "Agreed",
    "ActivityInput.deal": "{deal}",
    "ActivityInput.contacts": ["{maren}"],
    "ActivityInput.owner": "{owner}",
    "ActivityInput.createdAt": "2020-05-31T12:00:00Z",
    "ActivityChanges.kind": "email",
    "ActivityChanges.subject": "Mine",
    "ActivityChanges.body": "Mine",
    "ActivityChanges.dueOn": "2027-01-31",
    "ActivityChanges.dueAt": "2027-01-31T09:00:00Z",
    "ActivityChanges.completedAt": "2020-05-31T12:00:00Z",
    "ActivityChanges.minutes": 30,
    "ActivityChanges.outcome": "Mine",
    "ActivityChanges.deal": "{deal}",
    "ActivityChanges.contacts": ["{maren}"],
    "ActivityChanges.owner": "{owner}",
    "Mutation.createNote(idempotencyKey)": "one",
    "Mutation.updateNote(id)": "{note}",
    "Mutation.updateNote(version)": 7,
    "Mutation.archiveNote(id)": "{note}",
    "Mutation.archiveNote(version)": 7,
    "Mutation.restoreNote(id)": "{old_note}",
    "Mutation.restoreNote(version)": 7,
    "Mutation.pinNote(id)": "{note}",
    "Mutation.pinNote(version)": 7,
    "Mutation.unpinNote(id)": "{note}",
    "Mutation.unpinNote(version)": 7,
    "NoteInput.customer": "{halden}",
    "NoteInput.lead": "{lead}",
    "NoteInput.body": "They want it soon.",
    "NoteInput.notedOn": "2020-05-31",
    "NoteInput.deal": "{deal}",
    "NoteInput.createdAt": "2020-05-31T12:00:00Z",
    "NoteChanges.body": "Mine",
    "NoteChanges.notedOn": "2020-05-31",
    "NoteChanges.deal": "{deal}",
    "Customer.history(first)": 1,
    "Customer.history(after)": "{cursor}",
    "Mutation.createCustomer(idempotencyKey)": "one",
    "Mutation.updateCustomer(id)": "{halden}",
    "Mutation.updateCustomer(version)": 7,
    "Mutation.archiveCustomer(id)": "{halden}",
    "Mutation.archiveCustomer(version)": 7,
    "Mutation.restoreCustomer(id)": "{put_away}",
    "Mutation.restoreCustomer(version)": 7,
    "CustomerInput.name": "Halden Freight Systems",
    "CustomerInput.kind": "individual",
    "CustomerInput.status": "active",
    "CustomerInput.industry": "Logistics",
    "CustomerInput.website": "haldenfreight.example",
    "CustomerInput.owner": "{owner}",
    "CustomerInput.createdAt": "2020-05-31T12:00:00Z",
    "CustomerChanges.name": "Mine",
    "CustomerChanges.kind": "individual",
    "CustomerChanges.status": "inactive",
    "CustomerChanges.industry": "Mining",
    "CustomerChanges.website": "mine.example",
    "CustomerChanges.owner": "{stranger}",
}
