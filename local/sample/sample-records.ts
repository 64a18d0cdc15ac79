/** Records of the sample platform, field by field as `policy/ferronex/datasets` names them. */
export interface Company {
  company_id: string;
  name: string;
  licence_number: string;
  enterprise_nature: string;
  area: string;
  address: string;
  phone: string;
  fax: string | null;
  contact_name: string;
  contact_phone: string;
  contact_email: string;
  products: string;
  equipment: string | null;
  registered_at: string;
}

export interface Member {
  member_id: string;
  email: string;
  second_email?: string;
  name: string;
  phone: string;
  fax?: string;
  address: string;
  job_title: string;
  company_id?: string;
  role: 'admin' | 'employee' | 'sole_trader';
  status: 'active' | 'former';
  registered_at: string;
  language: 'en' | 'zh';
  marketing_email: boolean;
  personal_advertising: boolean;
  market_reports: boolean;
  recommendations: boolean;
  surveys: boolean;
  algorithm_use: boolean;
  usage_statistics: boolean;
  processing_restricted: boolean;
}

export interface Device {
  device_id: string;
  member_id: string;
  hardware_model: string;
  operating_system: string;
  idfa: string;
  first_seen: string;
  last_seen: string;
}

export interface Voucher {
  voucher_id: string;
  member_id: string;
  kind: string;
  amount: number;
  currency: string;
  issued_at: string;
  expires_at: string;
  status: 'open' | 'used' | 'expired';
}

export interface Authentication {
  member_id: string;
  authentication_id: string;
  kind: 'person' | 'company';
  entity_name: string;
  id_number?: string;
  licence_number?: string;
  registration_area: string;
  enterprise_nature?: string;
  authorised_person?: string;
  authorised_person_id?: string;
  result: 'passed';
  verified_at: string;
}

export interface Order {
  order_id: string;
  buyer_company_id: string;
  seller_company_id: string;
  ordered_at: string;
  product: string;
  quantity_tonnes: number;
  total: number;
  currency: string;
  delivery_address: string;
  buyer_contact: string;
  seller_contact: string;
  status: string;
}

export interface Consumption {
  consumption_id: number;
  member_id: string;
  consumed_at: string;
  service: string;
  amount: number;
  currency: string;
  payment_institution: string;
  payment_reference: string;
}

export interface Listing {
  listing_id: string;
  company_id: string;
  title: string;
  description: string;
  contact_name: string;
  contact_phone: string;
  contact_email: string;
  published_at: string;
  status: 'published' | 'taken_down';
}

export interface Message {
  message_id: string;
  sender_member_id: string | null;
  sender_name: string;
  sender_email: string;
  recipient_member_id: string | null;
  sent_at: string;
  subject: string;
  body: string;
}

export interface LogLine {
  line_id: string;
  device_id: string;
  at: string;
  ip_address: string;
  cookie_id: string;
  page: string;
  user_agent: string;
  status: number;
}

/** A whole object of the bucket `archive`. */
export interface Upload {
  key: string;
  type: string;
  text: string;
}
